-- POST /v1/transfer, each with an idempotency key of its own. Arguments: API key, number of users, "uniform" (from one
-- user to another, both drawn), "poor" (the same, of more than they have) or "hot" (from the partner's one account to a
-- user), a name that no other run has.

local key, users, kind, run
local sent = 0

function init(args)
  key, users, kind, run = args[1], tonumber(args[2]), args[3], args[4]
  math.randomseed(os.time())
end

local function body()
  local to = math.random(1, users)
  if kind == "hot" then
    return '{"destinationExternalUserId":"bench-' .. to .. '","amount":"0.01","currency":"eur"}'
  end
  local amount = kind == "poor" and "99999.00" or "0.01"
  local from = (to - 1 + math.random(1, users - 1)) % users + 1
  return '{"sourceExternalUserId":"bench-' .. from .. '","destinationExternalUserId":"bench-' .. to .. '","amount":' .. amount .. ',"currency":"eur"}'
end

function request()
  sent = sent + 1
  return wrk.format("POST", "/v1/transfer", {
    ["Host"] = "bench",
    ["x-api-key"] = key,
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = run .. "-" .. sent,
  }, body())
end
