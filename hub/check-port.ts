import net from "node:net";
import { Sentence } from "./sentence";

/** Refuses at once, in a sentence, when another program holds the port. @param pris what to say then. */
export function checkPort(host: string, port: number, pris = portPris): Promise<void> {
  if (port === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => reject(new Sentence(portSentence(error, host, port, pris))));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

const portPris = (port: number): string =>
  `Le port ${port} est déjà pris : arrêtez le programme qui l’occupe, ou choisissez-en un autre (PORT=${port + 10} npm start).`;

function portSentence(error: NodeJS.ErrnoException, host: string, port: number, pris: (port: number) => string): string {
  if (error.code === "EADDRINUSE") return pris(port);
  if (error.code === "EACCES")
    return `Ce compte n’a pas le droit d’ouvrir le port ${port} : choisissez-en un au-dessus de 1024 (PORT=4000 npm start).`;
  return `L’adresse ${host}:${port} ne s’ouvre pas (${error.code}) : corrigez HOST ou PORT.`;
}
