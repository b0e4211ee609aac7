/** What the bench uses of autocannon, which ships no types. */
declare module "autocannon" {
  interface Options {
    url: string;
    method: "POST";
    headers: Record<string, string>;
    body: string;
    connections: number;
    /** Seconds. */
    duration: number;
    verifyBody?: (body: string) => boolean;
  }
  interface Result {
    /** Seconds. */
    duration: number;
    "2xx": number;
    non2xx: number;
    errors: number;
    mismatches: number;
    /** Milliseconds. */
    latency: { p50: number; p97_5: number; p99: number };
    throughput: { total: number };
  }
  export default function autocannon(options: Options): Promise<Result>;
}
