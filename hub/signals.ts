/** Resolves at Ctrl-C or SIGTERM, so that everything stops in order; asked a second time, the process ends at once. */
export function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = () => {
      if (asked) process.exit(1);
      asked = true;
      resolve();
    };
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
  });
}
