import { createHash } from "node:crypto";
import fc from "fast-check";
import type pg from "pg";
import { empreinteDeLigne } from "../../subgraphs/shared/chaine/empreinte";
import { newOperation } from "../../subgraphs/shared/operation";
import { BorneDesRefus, type DemandeRefusee, REFUS_PAR_MINUTE } from "../../subgraphs/shared/veille/refus";
import { InscripteurDeRefus } from "../../subgraphs/shared/veille/refus.repository";
import { CALLERS } from "../setup/subgraph";

it("une ligne sans motif a l’empreinte qu’elle avait avant les refus : ce qui est scellé se vérifie encore", () => {
  const ligne = { id: "1", rang: "2", nature: "LECTURE", client: "demo", allocataires: ["a"], champs: ["Allocataire.nom"] };
  const avant = createHash("sha256").update(JSON.stringify(ligne)).digest();
  expect(empreinteDeLigne("consultation", { ...ligne, motif: null, nombre: null })).toEqual(avant);
  expect(empreinteDeLigne("consultation", { ...ligne, motif: "FORBIDDEN", nombre: null })).not.toEqual(avant);
});

describe("la borne des refus", () => {
  const le = (secondes: number) => new Date(Date.UTC(2026, 2, 2, 11) + secondes * 1_000);
  it("quels que soient le flot et son rythme, chaque refus est une ligne ou est compté, et une minute n’en écrit pas plus de soixante", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ client: fc.constantFrom("a", "b"), apres: fc.integer({ min: 0, max: 40 }) }), { maxLength: 400 }),
        (flot) => {
          const borne = new BorneDesRefus();
          let [instant, passes, comptes] = [0, 0, 0];
          for (const { client, apres } of flot) {
            instant += apres / 20;
            for (const { nombre } of borne.finir(le(instant))) comptes += nombre;
            if (borne.passe({ caller: { ...CALLERS.referent, client }, le: le(instant) })) passes++;
          }
          for (const { nombre } of borne.finir()) comptes += nombre;
          expect(passes + comptes).toBe(flot.length);
          expect(passes).toBeLessThanOrEqual(2 * REFUS_PAR_MINUTE * (Math.floor(instant / 60) + 1));
        },
      ),
    );
  });
});

describe("ce qui attend son inscription", () => {
  /** A PostgreSQL that never takes one of the operations, and answers only from the third call on. */
  const base = (refusee: string, muette: number) => {
    const ecrites: string[] = [];
    let appels = 0;
    const query = async ({ values }: { values: string[] }) => {
      const noms = (JSON.parse(values[0]!) as { operation_nom: string }[]).map((ligne) => ligne.operation_nom);
      if (appels++ < muette) throw Object.assign(new Error("coupée"), { code: "57P01" });
      if (noms.includes(refusee)) throw Object.assign(new Error("valeur"), { code: "22P05" });
      ecrites.push(...noms);
    };
    return { pool: { query } as unknown as pg.Pool, ecrites };
  };
  const refus = (nom: string): DemandeRefusee => ({
    operation: newOperation(nom),
    ...{
      lieu: "passerelle",
      caller: CALLERS.referent,
      motif: "FORBIDDEN",
      champs: [],
      demandees: [],
      numeros: [],
      perimetre: null,
      le: new Date(),
    },
  });

  it("une ligne que PostgreSQL ne prendra jamais n’en retient aucune autre", async () => {
    const { pool, ecrites } = base("b", 0);
    const inscripteur = new InscripteurDeRefus(pool, { now: () => new Date() }, null);
    for (const nom of ["a", "b", "c", "d"]) inscripteur.noter(refus(nom));
    await inscripteur.close();
    expect(ecrites).toEqual(["a", "c", "d"]);
  });

  it("une base qui ne répond pas ne perd rien : les lignes partent au prochain essai", async () => {
    const { pool, ecrites } = base("", 1);
    const inscripteur = new InscripteurDeRefus(pool, { now: () => new Date() }, null);
    for (const nom of ["a", "b"]) inscripteur.noter(refus(nom));
    await inscripteur.vider();
    expect(ecrites).toEqual([]);
    await inscripteur.close();
    expect(ecrites).toEqual(["a", "b"]);
  });
});
