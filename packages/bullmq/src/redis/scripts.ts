/**
 * What BullMQ has no command for, each step atomic. They know the names that BullMQ 6 gives its keys: `<base><id>` is the
 * hash of a job, with `:lock` its lock, `finishedOn` and `returnvalue` among its fields.
 */

/** KEYS[1] a hash of records; ARGV: name, record, milliseconds to keep it. */
const KEEP_RECORD = `
local function keep(key, name, record, ttl)
  redis.call("HSET", key, name, redis.call("TIME")[1] .. " " .. record)
  redis.call("PEXPIRE", key, ttl)
end
`;

/**
 * A worker's beat. KEYS[1] the hash of workers; ARGV: name, record, milliseconds to keep it, then keys of jobs that it
 * holds. For each: whether it is still there, whether it shall stop, and who listens.
 */
export const BEAT: string = `${KEEP_RECORD}
keep(KEYS[1], ARGV[1], ARGV[2], ARGV[3])
local jobs = {}
for i = 4, #ARGV do
  jobs[#jobs + 1] = redis.call("HMGET", ARGV[i], "name", "shac:stop", "shac:listener")
end
return jobs
`;

/**
 * A study's look at its queue. KEYS: the hashes of studies and of workers; ARGV: id, record, milliseconds to keep it, then
 * keys of jobs. Gives the time in seconds, all workers, and of each job what became of it.
 */
export const LOOK: string = `${KEEP_RECORD}
keep(KEYS[1], ARGV[1], ARGV[2], ARGV[3])
local jobs = {}
for i = 4, #ARGV do
  local job = redis.call("HMGET", ARGV[i], "name", "finishedOn", "returnvalue", "failedReason", "pb")
  job[6] = redis.call("EXISTS", ARGV[i] .. ":lock")
  jobs[#jobs + 1] = job
end
return { redis.call("TIME")[1], redis.call("HGETALL", KEYS[2]), jobs }
`;

const REMOVE = `
local function remove(base, id)
  redis.call("DEL", base .. id, base .. id .. ":lock", base .. id .. ":logs")
  redis.call("LREM", base .. "active", 0, id)
  redis.call("LREM", base .. "wait", 0, id)
  redis.call("ZREM", base .. "completed", id)
  redis.call("ZREM", base .. "failed", id)
end
`;

/** ARGV: base, then ids of jobs; removes those that are finished. */
export const FORGET: string = `
for i = 2, #ARGV do
  local key = ARGV[1] .. ARGV[i]
  if redis.call("HEXISTS", key, "finishedOn") == 1 then
    redis.call("DEL", key, key .. ":lock", key .. ":logs")
    redis.call("ZREM", ARGV[1] .. "completed", ARGV[i])
    redis.call("ZREM", ARGV[1] .. "failed", ARGV[i])
  end
end
`;

/** ARGV: base, id. Asks the worker that holds a job to stop it, or removes a job that waits. 1: a worker holds it. */
export const STOP: string = `${REMOVE}
local key = ARGV[1] .. ARGV[2]
if redis.call("EXISTS", key .. ":lock") == 1 then
  redis.call("HSET", key, "shac:stop", "1")
  return 1
end
remove(ARGV[1], ARGV[2])
return 0
`;

/** ARGV: base, id. Removes a job, whatever its state, unless it is finished: then its answer is returned. */
export const GIVE_UP: string = `${REMOVE}
local job = redis.call("HMGET", ARGV[1] .. ARGV[2], "finishedOn", "returnvalue")
if job[1] then return job[2] or "" end
remove(ARGV[1], ARGV[2])
return false
`;

/** ARGV: base, id. Removes a job, whatever its state. 1: it was there. */
export const REMOVE_JOB: string = `${REMOVE}
local there = redis.call("EXISTS", ARGV[1] .. ARGV[2])
remove(ARGV[1], ARGV[2])
return there
`;

/** ARGV: base. Removes what BullMQ keeps of a queue that holds no job. */
export const SWEEP: string = `
local base = ARGV[1]
for _, list in ipairs({ "wait", "active", "paused", "prioritized", "delayed", "completed", "failed" }) do
  if redis.call("EXISTS", base .. list) == 1 then return 0 end
end
redis.call("DEL", base .. "meta", base .. "id", base .. "events", base .. "marker", base .. "stalled", base .. "stalled-check", base .. "pc")
return 1
`;
