-- load.lua: what wrk sends for scripts/bench.py, and the one line of JSON it prints at the end.
--   wrk … -s load.lua URL -- get
--   wrk … -s load.lua URL -- receive PREFIX COUNTER_TOKEN
--   wrk … -s load.lua URL -- act PREFIX COUNTER_TOKEN OFFICER_TOKEN LEADER_TOKEN FILE_OF_NUMBERS
-- `act` takes each dossier its whole way in six commands, 500 dossiers at a time, so that every stage is in the mix.

local mode, prefix, tokens, numbers = "get", "", {}, {}
local sent, block = 0, 500
local names = {
  "Nguyễn Văn An", "Trần Thị Bích Ngọc", "Lê Hoàng Minh", "Phạm Thùy Dương", "Huỳnh Gia Bảo", "Võ Thị Kim Loan",
  "Đặng Quốc Hùng", "Nguyễn Thị Ánh Tuyết", "Bùi Đức Trọng", "Nguyễn Phúc Tôn Nữ Bảo Khánh Quỳnh", "Đỗ Thành Đạt",
}
local way = {
  { "assign", "leader", '{"user":"officer@27373"}' },
  { "complete-step", "officer", "{}" },
  { "decide", "leader", '{"outcome":"approve"}' },
  { "complete-step", "officer", "{}" },
  { "confirm-payment", "counter", '{"amount":2000,"receipt":"BL-1"}' },
  { "return-result", "counter", "{}" },
}

function init(args)
  mode, prefix = args[1] or "get", args[2] or ""
  tokens = { counter = args[3], officer = args[4], leader = args[5] }
  if mode == "act" then
    for line in io.lines(args[6]) do numbers[#numbers + 1] = line end
    block = math.min(block, #numbers)
  end
end

local function post(path, token, body)
  return wrk.format("POST", path, {
    ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = prefix .. "-" .. sent,
  }, body)
end

local function receive()
  local name = names[sent % #names + 1]
  return post("/api/v1/dossiers", tokens.counter, string.format(
    '{"unit":"27373","procedure":"2.000815","channel":"counter","accept":true,'
    .. '"applicant":{"name":"%s","idNumber":"0790%02d%06d","phone":"09%08d","address":"%d Hậu Giang, Phường Bình Tiên"},'
    .. '"form":{"documentName":"Bằng tốt nghiệp đại học","issuer":"Đại học Quốc gia","pages":1,"copies":1},'
    .. '"papers":[{"id":"ban-chinh","source":"shown"}]}',
    name, 60 + #prefix, sent % 1000000, sent % 100000000, sent % 600 + 1))
end

local function act()
  local round = math.floor((sent - 1) / block)
  local stage = way[round % #way + 1]
  local at = math.floor(round / #way) * block + (sent - 1) % block
  local number = numbers[at % #numbers + 1]
  return post("/api/v1/dossiers/" .. number .. "/" .. stage[1], tokens[stage[2]], stage[3])
end

function request()
  sent = sent + 1
  if mode == "receive" then return receive() end
  if mode == "act" then return act() end
  return wrk.format("GET")
end

function done(summary, latency)
  io.write(string.format(
    '\n{"requests":%d,"seconds":%.3f,"failed":%d,"p50":%.3f,"p99":%.3f,"max":%.3f}\n', summary.requests,
    summary.duration / 1e6, summary.errors.status + summary.errors.timeout + summary.errors.connect
    + summary.errors.read + summary.errors.write,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
