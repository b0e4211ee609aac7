import fc from "fast-check";
import { NoRoomError, Room } from "../../gateway/resilience/room";
import { Circuit } from "../../subgraphs/shared/circuit";

const REGLAGES = { failures: 3, firstPauseMs: 1_000, longestPauseMs: 8_000 };
const ouvert = (maintenant = 0): Circuit => {
  const circuit = new Circuit(REGLAGES);
  for (let echec = 0; echec < 3; echec++) circuit.failed(false, maintenant);
  return circuit;
};

describe("un circuit", () => {
  it("s’ouvre au troisième échec de suite, pas avant, et un succès remet le compte à zéro", () => {
    const circuit = new Circuit(REGLAGES);
    circuit.failed(false, 0);
    circuit.failed(false, 0);
    circuit.succeeded();
    circuit.failed(false, 0);
    circuit.failed(false, 0);
    expect(circuit.pausedUntil(0)).toBeNull();
    circuit.failed(false, 0);
    expect(circuit.pausedUntil(0)).toBe(1_000);
  });

  it("laisse passer une seule sonde après la pause", () => {
    const circuit = ouvert();
    expect(circuit.pausedUntil(1_000)).toBeNull();
    expect(circuit.leave()).toBe(true);
    expect(circuit.pausedUntil(1_000)).not.toBeNull();
    circuit.succeeded();
    circuit.ended(true);
    expect([circuit.open, circuit.pausedUntil(1_000), circuit.leave()]).toEqual([false, null, false]);
  });

  it("double la pause à chaque sonde qui échoue, jusqu’à la plus longue", () => {
    const circuit = ouvert();
    const pauses: number[] = [];
    for (let maintenant = 1_000, tour = 0; tour < 5; tour++) {
      circuit.leave();
      circuit.failed(true, maintenant);
      circuit.ended(true);
      const jusque = circuit.pausedUntil(maintenant)!;
      pauses.push(jusque - maintenant);
      maintenant = jusque;
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it("n’allonge pas sa pause pour les appels partis avant qu’il s’ouvre", () => {
    const circuit = ouvert();
    for (let retard = 0; retard < 60; retard++) circuit.failed(false, 500);
    expect(circuit.pausedUntil(500)).toBe(1_000);
  });

  it("attend au moins ce que demande l’autre", () => {
    const circuit = new Circuit(REGLAGES);
    circuit.wait(20_000, 0);
    expect(circuit.pausedUntil(0)).toBe(20_000);
    for (let echec = 0; echec < 3; echec++) circuit.failed(true, 20_000, 60_000);
    expect(circuit.pausedUntil(20_000)).toBe(80_000);
  });
});

describe("une salle", () => {
  it("ne tient jamais plus que sa place, ne perd personne, et se vide", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ poids: fc.integer({ min: 1, max: 12 }), dure: fc.integer({ min: 0, max: 3 }) }), { maxLength: 40 }),
        async (visites) => {
          const salle = new Room({ capacity: 10, waiting: 5, patienceMs: 20 });
          let dedans = 0;
          let pire = 0;
          const issues = await Promise.all(
            visites.map(async ({ poids, dure }) => {
              const sortir = await salle.enter(poids).catch((erreur) => (erreur instanceof NoRoomError ? null : Promise.reject(erreur)));
              if (!sortir) return "refusée";
              dedans += Math.min(poids, 10);
              pire = Math.max(pire, dedans);
              await new Promise((resolve) => setTimeout(resolve, dure));
              dedans -= Math.min(poids, 10);
              sortir();
              sortir();
              return "entrée";
            }),
          );
          expect(pire).toBeLessThanOrEqual(10);
          expect(issues).toHaveLength(visites.length);
          expect(salle.load).toEqual({ inside: 0, waiting: 0 });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("sert dans l’ordre d’arrivée : une lourde n’est pas dépassée par des légères", async () => {
    const salle = new Room({ capacity: 10, waiting: 5, patienceMs: 1_000 });
    const sortir = await salle.enter(6);
    const ordre: string[] = [];
    const lourde = salle.enter(9).then((libre) => ordre.push("lourde") && libre());
    const legere = salle.enter(1).then((libre) => ordre.push("légère") && libre());
    sortir();
    await Promise.all([lourde, legere]);
    expect(ordre).toEqual(["lourde", "légère"]);
  });

  it("renvoie qui attend trop longtemps, sans bloquer celle de derrière", async () => {
    const salle = new Room({ capacity: 10, waiting: 5, patienceMs: 30 });
    await salle.enter(6);
    const lourde = salle.enter(9);
    const legere = salle.enter(1);
    await expect(lourde).rejects.toBeInstanceOf(NoRoomError);
    await expect(legere).resolves.toBeInstanceOf(Function);
  });
});
