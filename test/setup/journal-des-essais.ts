import path from "node:path";

/** Every line that any logger of the tests would write, at its finest level, also goes to a file where the canary is looked for: what a test silences, production may say. */
jest.mock("pino", () => {
  const pino = jest.requireActual("pino");
  const dossier = process.env.UNEFOIS_CANARI_DOSSIER;
  if (!dossier) return pino;
  const dest = path.join(dossier, "ecrits", `journal-${process.env.JEST_WORKER_ID ?? 0}.log`);
  const fichier = pino.destination({ dest, sync: true, append: true });
  const journal = (options: { level: string }, vers?: unknown) => {
    if (vers !== undefined) return pino(options, vers);
    const ecran = options.level === "silent" ? [] : [{ level: options.level, stream: process.stdout }];
    return pino({ ...options, level: "trace" }, pino.multistream([...ecran, { level: "trace", stream: fichier }]));
  };
  return Object.assign(journal, pino, { default: journal });
});
