// CommonJS, so that an old Node prints one clear line instead of a syntax error.
const wanted = require("../package.json").engines.node.replace(/[^\d.]/g, "");
const [wantedMajor, wantedMinor] = wanted.split(".").map(Number);
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
  console.error(`shac needs Node ${wanted} or newer, and this is Node ${process.versions.node}.`);
  process.exit(1);
}
import("./main.js");
