import { useEffect, useState } from "preact/hooks";
import { type Connection, Updates } from "./updates.js";

/** The page's one stream of updates, opened before anything is asked for, so that no change falls between the two. */
export const updates: Updates = new Updates("api/events");

/** The state of the connection, as it changes. */
export function useConnection(): Connection {
  const [connection, setConnection] = useState(updates.connection);
  useEffect(() => updates.watchConnection(() => setConnection(updates.connection)), []);
  return connection;
}
