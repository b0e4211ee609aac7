const swc = JSON.parse(require("node:fs").readFileSync(`${__dirname}/.swcrc`, "utf8"));

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  setupFiles: ["reflect-metadata"],
  setupFilesAfterEnv: ["<rootDir>/test/setup/journal-des-essais.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { ...swc, swcrc: false }] },
  moduleFileExtensions: ["ts", "js", "json", "node"],
  globalSetup: "<rootDir>/test/setup/global-setup.ts",
  globalTeardown: "<rootDir>/test/setup/global-teardown.ts",
  reporters: ["default", "<rootDir>/test/setup/count-reporter.js"],
  testTimeout: 60_000,
  maxWorkers: 2,
  // A worker keeps a little of each file that it ran; near its limit it spends its time collecting, then dies: it is replaced before.
  workerIdleMemoryLimit: "1500MB",
};
