import { expose } from "threads/worker";
import empty from "./empty.js";

expose(empty);
