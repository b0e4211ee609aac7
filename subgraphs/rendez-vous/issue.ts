import type { Issue } from "./monde";

export const applique = (departement: string | null = null): Issue => ({ issue: "APPLIQUE", code: null, message: null, departement });
export const ignore = (code: string, message: string): Issue => ({ issue: "IGNORE", code, message, departement: null });
export const rejette = (code: string, message: string, departement: string | null = null): Issue => ({
  issue: "REJETE",
  code,
  message,
  departement,
});
/** Applied, but for what the code says: the message is kept to examine, and replayed once it can be read whole. */
export const appliqueSauf = (code: string, message: string, departement: string): Issue => ({
  issue: "APPLIQUE",
  code,
  message,
  departement,
});
