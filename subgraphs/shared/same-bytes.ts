import { timingSafeEqual } from "node:crypto";

/** True when both are the same, in a time that does not tell where they differ. */
export const sameBytes = (expected: Buffer, given: Buffer): boolean => given.length === expected.length && timingSafeEqual(given, expected);
