import net from "node:net";

/** A way to the simulator that can be closed: what a process killed at the wrong moment meets. */
export interface Mandataire {
  port: number;
  /** PASSE: everything goes. TROU: nothing reaches the other side. RETIENT: requests go, and answers are kept as soon as `retenir()` says so. */
  mode: "PASSE" | "TROU" | "RETIENT";
  /** Connections opened to it. */
  readonly connexions: number;
  fermer(): Promise<void>;
}

/** @param retenir asked at each piece of an answer, in mode RETIENT. */
export async function ouvrirMandataire(cible: URL, retenir: () => boolean): Promise<Mandataire> {
  const sockets = new Set<net.Socket>();
  let connexions = 0;
  const serveur = net.createServer((client) => {
    connexions++;
    const amont = net.connect(Number(cible.port), cible.hostname);
    for (const socket of [client, amont]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    client.on("data", (octets) => mandataire.mode !== "TROU" && amont.write(octets));
    amont.on("data", (octets) => mandataire.mode !== "TROU" && !(mandataire.mode === "RETIENT" && retenir()) && client.write(octets));
    client.on("close", () => amont.destroy());
    amont.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => serveur.listen(0, "127.0.0.1", resolve));
  const mandataire: Mandataire = {
    port: (serveur.address() as net.AddressInfo).port,
    mode: "PASSE",
    get connexions() {
      return connexions;
    },
    fermer: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => serveur.close(resolve));
    },
  };
  return mandataire;
}
