-- GET /v1/user/bench-<n>/balances of a user who is drawn. Arguments: API key, number of users.

local key, users

function init(args)
  key, users = args[1], tonumber(args[2])
  math.randomseed(os.time())
end

function request()
  return wrk.format("GET", "/v1/user/bench-" .. math.random(1, users) .. "/balances", { ["Host"] = "bench", ["x-api-key"] = key })
end
