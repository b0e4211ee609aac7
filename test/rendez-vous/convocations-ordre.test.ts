import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { faiblesses } from "../../subgraphs/rendez-vous/convocation/preuve";
import { preavisRespecte, premierJourPossible, presumeeRecueLe } from "../../subgraphs/rendez-vous/convocation/regles-convocation";
import { CYCLE_EXAMEN, suivreFaits } from "../../subgraphs/rendez-vous/examen/cycle-examen";
import { type EtapeDePersonne, rangsParFamille, sansDouble, secondesAbsences } from "../../subgraphs/rendez-vous/examen/secondes-absences";
import type { StatutEnregistre } from "../../subgraphs/rendez-vous/statut-participation";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { database, lire, prendre, preparer, renseigner } from "./appels";

const STATUTS: StatutEnregistre[] = ["PREVU", "HONORE", "ABSENT", "ABSENT_JUSTIFIE", "ANNULE_USAGER", "ANNULE_SERVICE"];
const etape = (i: number, statut: StatutEnregistre, convoquee: boolean, famille: "ORIENTATION" | "ACCOMPAGNEMENT"): EtapeDePersonne => ({
  departement: "94",
  allocataire: PEOPLE.amina,
  rendezVous: `r${i}`,
  debut: new Date(Date.UTC(2026, 0, 1 + i)),
  statut,
  convoquee,
  famille,
  rang: convoquee ? 1 : null,
});
const vie = fc
  .array(fc.tuple(fc.constantFrom(...STATUTS), fc.boolean(), fc.constantFrom("ORIENTATION" as const, "ACCOMPAGNEMENT" as const)), {
    maxLength: 8,
  })
  .map((faits) => faits.map(([statut, convoquee, famille], i) => etape(i, statut, convoquee, famille)));
const melange = vie.chain((etapes) => fc.tuple(fc.constant(etapes), fc.shuffledSubarray(etapes, { minLength: etapes.length })));

describe("les rangs et la liste ne dépendent que des faits (propriétés)", () => {
  it("quel que soit l’ordre dans lequel les rendez-vous sont lus", () => {
    fc.assert(
      fc.property(melange, ([etapes, autres]) => {
        expect(secondesAbsences(sansDouble(autres))).toEqual(secondesAbsences(sansDouble(etapes)));
        expect([...rangsParFamille(autres)].sort()).toEqual([...rangsParFamille(etapes)].sort());
      }),
    );
  });

  it("une seconde absence est toujours injustifiée, convoquée, de rang 2, et suit une première de la même famille", () => {
    fc.assert(
      fc.property(vie, (etapes) => {
        const rangs = rangsParFamille(etapes);
        for (const { premiere, seconde } of secondesAbsences(etapes)) {
          const [a, b] = [premiere, seconde].map((id) => etapes.find((e) => e.rendezVous === id)!);
          expect([a!.statut, b!.statut, a!.convoquee, b!.convoquee, rangs.get(seconde)]).toEqual(["ABSENT", "ABSENT", true, true, 2]);
          expect(a!.famille).toBe(b!.famille);
          expect(a!.debut < b!.debut).toBe(true);
        }
      }),
    );
  });

  it("les faits seuls ne mènent jamais à OUVERTE, de quelque état que ce soit", () => {
    const etats = [null, ...(["A_EXAMINER", "OUVERTE", "CLOSE"] as const).map((statut) => ({ statut, cause: null }))];
    fc.assert(
      fc.property(
        fc.constantFrom(...etats),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(null, ...STATUTS),
        (connu, absences, venueDepuis, statut) => {
          expect(suivreFaits(connu, { absences, venueDepuis, statut })?.statut).not.toBe("OUVERTE");
        },
      ),
    );
    const versOuverte = Object.values(CYCLE_EXAMEN).flatMap((suites) => Object.entries(suites).filter(([, vers]) => vers === "OUVERTE"));
    expect(versOuverte).toEqual([["OUVRIR", "OUVERTE"]]);
  });

  it("une seule instruction du code écrit une décision, et un seul acte l’appelle", () => {
    const dossier = path.join(__dirname, "../../subgraphs");
    const fichiers = fs.readdirSync(dossier, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"));
    const avec = (motif: RegExp) =>
      fichiers
        .filter((f) => motif.test(fs.readFileSync(path.join(dossier, f), "utf8")))
        .map((f) => path.basename(f))
        .sort();
    expect(avec(/update rendez_vous\.examen_absence set statut/)).toEqual(["examen.repository.ts"]);
    expect(avec(/deciderExamen\(/)).toEqual(["examen.repository.ts", "examens.graphql.ts"]);
  });
});

describe("les mêmes faits, saisis dans n’importe quel ordre", () => {
  preparer();

  it("finissent dans les mêmes rangs et la même liste", async () => {
    const jours = ["2026-03-24", "2026-03-31", "2026-04-07"];
    const statuts = ["ABSENT", "ABSENT", "ABSENT_JUSTIFIE"];
    const vues: unknown[] = [];
    for (const ordre of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      await database.owner.query("truncate rendez_vous.examen_absence cascade; truncate rendez_vous.rendez_vous cascade");
      const ids: string[] = [];
      for (const jour of jours) ids.push((await prendre({ debut: `${jour}T09:00:00Z`, convocation: true })).id);
      for (const i of ordre) await renseigner(ids[i]!, statuts[i]!, {}, CALLERS.departement, new Date("2026-04-20T12:00:00Z"));
      const rangs = await lire(
        "select c.rang from rendez_vous.convocation c join rendez_vous.rendez_vous r on r.id = c.rendez_vous order by r.debut",
      );
      const liste = await lire("select statut, seconde from rendez_vous.examen_absence");
      vues.push([rangs, liste.map((l) => [l.statut, ids.indexOf(l.seconde)])]);
    }
    expect(vues).toEqual([vues[0], vues[0], vues[0]]);
    expect(vues[0]).toEqual([[{ rang: 1 }, { rang: 2 }, { rang: 2 }], [["A_EXAMINER", 1]]]);
  });

  it("un rang qui change sans être touché le dit : l’absentéisme par rang reste juste", async () => {
    const premier = (await prendre({ debut: "2026-03-24T09:00:00Z", convocation: true })).id;
    const second = (await prendre({ debut: "2026-04-07T09:00:00Z", convocation: true })).id;
    await renseigner(premier, "ABSENT", {}, CALLERS.departement, new Date("2026-03-25T12:00:00Z"));
    expect(await lire("select donnees from journal.evenement where type = 'ConvocationModifiee'")).toEqual([
      { donnees: expect.objectContaining({ rendezVous: second, convocationRang: 2, champs: ["rang"] }) },
    ]);
  });
});

describe("le délai postal et le préavis", () => {
  const regles = { delaiPostalJours: 3, preavisJours: 7 };
  it.each([
    ["SMS", "2026-05-07T20:00:00Z", "2026-05-07"],
    ["REMISE_EN_MAIN", "2026-05-07T22:30:00Z", "2026-05-08"],
    // Friday 8 May is a holiday, then the week end: Monday, Tuesday, Wednesday.
    ["POSTAL", "2026-05-07T10:00:00Z", "2026-05-13"],
    ["NON_RENSEIGNE", "2026-05-04T10:00:00Z", "2026-05-07"],
  ])("%s parti le %s est présumé reçu le %s", (canal, envoyee, recue) => {
    expect(presumeeRecueLe(canal, new Date(envoyee), "94", regles)).toBe(recue);
  });

  it("le préavis est tenu au jour près", () => {
    expect(preavisRespecte("2026-05-13", "2026-05-20", regles)).toBe(true);
    expect(preavisRespecte("2026-05-13", "2026-05-19", regles)).toBe(false);
    expect(premierJourPossible("POSTAL", new Date("2026-05-07T10:00:00Z"), "94", regles)).toBe("2026-05-20");
  });

  it("la preuve d’une convocation se dit en phrases, et ne dit rien quand rien ne manque", () => {
    const debut = new Date("2026-05-28T09:00:00Z");
    const preuve = { departement: "94", rendezVous: "r", debut, rang: 1, canal: "POSTAL", envoyeeLe: new Date("2026-05-07T10:00:00Z") };
    const complete = { ...preuve, preuve: "LOT-1", remiseLe: new Date("2026-05-12T10:00:00Z"), echecRemise: null };
    expect(faiblesses("La première convocation", complete, regles)).toEqual([]);
    expect(faiblesses("La première convocation", { ...complete, remiseLe: null, echecRemise: "NPAI" }, regles)).toEqual([
      "La première convocation n’a pas pu être remise (NPAI).",
    ]);
    expect(faiblesses("La première convocation", { ...complete, remiseLe: new Date("2026-05-28T10:00:00Z") }, regles)[0]).toContain(
      "pas avant le jour",
    );
    expect(faiblesses("La première convocation", null, regles)).toHaveLength(1);
  });
});
