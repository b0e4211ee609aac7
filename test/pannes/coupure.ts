import net from "node:net";

/** Which side of what it carries the cut falls on. */
export type Moment = "AVANT" | "APRES";

/** A wire to a server, that can be cut on a word: before what carries it goes through, or after the server has done it and before it is told. */
export interface Fil {
  port: number;
  /** Cuts the connection that carries this word next. Once. */
  couperSur(mot: string, moment: Moment): void;
  /** Cuts every connection now. */
  toutCouper(): void;
  /** How many cuts on a word were made. */
  readonly coupes: number;
  close(): Promise<void>;
}

/** Longer than the server takes to do what it was told. */
const LE_TEMPS_DE_FAIRE_MS = 300;

export async function tendreUnFil(host: string, port: number): Promise<Fil> {
  let armee: { mot: string; moment: Moment } | null = null;
  let coupes = 0;
  const ouvertes = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const amont = net.connect(port, host);
    let muette = false;
    for (const socket of [client, amont]) {
      ouvertes.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        ouvertes.delete(socket);
        (socket === client ? amont : client).destroy();
      });
    }
    client.on("data", (morceau) => {
      if (armee && morceau.includes(armee.mot)) {
        const { moment } = armee;
        armee = null;
        coupes++;
        if (moment === "AVANT") return void client.destroy();
        muette = true;
        setTimeout(() => client.destroy(), LE_TEMPS_DE_FAIRE_MS);
      }
      amont.write(morceau);
    });
    amont.on("data", (morceau) => {
      if (!muette) client.write(morceau);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    couperSur: (mot, moment) => {
      armee = { mot, moment };
    },
    toutCouper: () => {
      for (const socket of ouvertes) socket.destroy();
    },
    get coupes() {
      return coupes;
    },
    close: async () => {
      for (const socket of ouvertes) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
