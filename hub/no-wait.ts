/** The same address with `synchronous_commit=off`: a crash loses the last lines of the file, which is then run again. */
export function withoutWaiting(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", `${url.searchParams.get("options") ?? ""} -c synchronous_commit=off`.trim());
  return url.href;
}
