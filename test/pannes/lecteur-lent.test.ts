import net from "node:net";
import { startGatewayServer } from "../../gateway/server";
import { createLog } from "../../subgraphs/shared/log";

const GROSSE = Buffer.alloc(64 * 1024 * 1024, "x");

it("un client qui lit sa réponse à 1 ko/s est coupé à son délai, sa mémoire rendue ; les autres sont servis pendant ce temps", async () => {
  const tenues: { length: number; close: Promise<void> }[] = [];
  const server = await startGatewayServer({
    host: "127.0.0.1",
    port: 0,
    log: createLog("silent", "test"),
    longestMs: 1_500,
    gateway: {
      handle: (request, response) => {
        if (request.url !== "/grosse") return void response.end("petite");
        response.end(GROSSE);
        const close = new Promise<void>((resolve) => response.once("close", () => resolve()));
        tenues.push({ length: response.writableLength, close });
      },
    },
  });
  const debut = performance.now();
  const lecteurs = Array.from({ length: 20 }, () => {
    const socket = net.connect({ port: server.port, host: "127.0.0.1" });
    socket.on("error", () => undefined);
    socket.write("GET /grosse HTTP/1.1\r\nhost: h\r\n\r\n");
    socket.pause();
    const lire = setInterval(() => socket.read(1_024), 1_000);
    socket.once("close", () => clearInterval(lire));
    return socket;
  });
  while (tenues.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(tenues.every(({ length }) => length > 0)).toBe(true);
  const autre = performance.now();
  expect(await (await fetch(`http://127.0.0.1:${server.port}/`)).text()).toBe("petite");
  expect(performance.now() - autre).toBeLessThan(1_000);
  await Promise.all(tenues.map(({ close }) => close));
  expect(performance.now() - debut).toBeLessThan(10_000);
  for (const socket of lecteurs) socket.destroy();
  await server.close();
}, 30_000);
