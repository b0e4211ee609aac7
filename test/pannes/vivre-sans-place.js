"use strict";
// Loaded first (NODE_OPTIONS=--require): the signal that comes with a write over RLIMIT_FSIZE would end the process, and the error would not be read.
process.on("SIGXFSZ", () => undefined);
