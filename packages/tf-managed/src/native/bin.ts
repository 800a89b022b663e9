#!/usr/bin/env node
import { runTfNative } from "./command.js";

process.exitCode = await runTfNative(process.argv.slice(2));
