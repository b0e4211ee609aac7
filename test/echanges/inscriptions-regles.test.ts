import fc from "fast-check";
import { personnesDesListes } from "../../hub/inscriptions";
import { natureInscription, type SituationInscription } from "../../subgraphs/allocataires/transmission/nature-inscription";
import { COLONNES, fichiersDesInscriptions } from "../../subgraphs/echanges/inscription/fichier-inscriptions";
import { issueInscription, issueSql } from "../../subgraphs/echanges/inscription/issue";
import { semaineDe, semaineDue } from "../../subgraphs/echanges/inscription/semaine";
import { addDays, isoWeek } from "../../subgraphs/shared/civil-date";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";

import { base, faire, LUNDI, preparerLesListes, sources } from "./listes-inscription";

describe("la semaine d’une liste", () => {
  it.each([
    ["lundi 5 h 59 à Paris", "2026-11-16T04:59:59Z", "2026-W46"],
    ["lundi 6 h", "2026-11-16T05:00:00Z", "2026-W47"],
    ["lundi 6 h, l’été", "2026-07-06T04:00:00Z", "2026-W28"],
    ["le lundi qui suit le passage à l’heure d’été", "2026-03-30T04:00:00Z", "2026-W14"],
    ["juste avant", "2026-03-30T03:59:59Z", "2026-W13"],
    ["le lundi qui suit le passage à l’heure d’hiver", "2026-10-26T05:00:00Z", "2026-W44"],
    ["juste avant", "2026-10-26T04:59:59Z", "2026-W43"],
    ["le dimanche soir", "2026-11-22T22:59:59Z", "2026-W47"],
  ])("%s", (_, instant, semaine) => expect(semaineDue(new Date(instant))).toBe(semaine));

  it("est la semaine ISO, pour tous les jours de soixante ans", () => {
    for (let jour = "1999-12-20"; jour < "2060-01-15"; jour = addDays(jour, 1)) {
      const { debut, fin } = isoWeek(semaineDe(jour))!;
      expect(debut <= jour && jour <= fin).toBe(true);
    }
  });
});

describe("les règles des listes d’inscription", () => {
  preparerLesListes();

  it("la règle de qui est demandé est la même en SQL, pour toute situation", async () => {
    const situation: fc.Arbitrary<SituationInscription> = fc.record({
      soumisDroitsDevoirs: fc.boolean(),
      droitsOuverts: fc.boolean(),
      nouvelEntrant: fc.boolean(),
      categorie: fc.constantFrom("EMPLOI", "EQUILIBRE", "REMOBILISATION", null),
      statut: fc.constantFrom("IDENTIFIE", "INSCRIT", "CESSE", "RADIE", null),
      numeroConnu: fc.boolean(),
    });
    const CODES: Record<string, string> = {
      EMPLOI: "FRANCE_TRAVAIL",
      EQUILIBRE: "REMOBILISATION_EMPLOI",
      REMOBILISATION: "PARCOURS_INSERTION",
    };
    const personnes = personnesDesListes(sources, new NirCipher(NIR_KEY), null);
    await base.owner.query("delete from allocataires.identifiant where type = 'NUMERO_FRANCE_TRAVAIL'");
    await fc.assert(
      fc.asyncProperty(situation, async (s) => {
        await base.owner.query("update allocataires.allocataire set soumis_droits_devoirs = $2 where id = $1", [
          PEOPLE.amina,
          s.soumisDroitsDevoirs,
        ]);
        await base.owner.query("update allocataires.entree set droits_clos_le = $2, flux = $3 where allocataire = $1", [
          PEOPLE.amina,
          s.droitsOuverts ? null : "2026-01-31",
          s.nouvelEntrant,
        ]);
        await base.owner.query(
          "update allocataires.orientation set parcours = coalesce($2, parcours), close_le = $3 where allocataire = $1",
          [PEOPLE.amina, s.categorie && CODES[s.categorie], s.categorie ? null : "2026-01-31"],
        );
        await base.owner.query("delete from allocataires.inscription_france_travail");
        if (s.statut)
          await base.owner.query(
            `insert into allocataires.inscription_france_travail (departement, allocataire, date_effet, statut, source, collectee_le, recue_le)
             values ('94', $1, '2026-01-30', $2, 'FRANCE_TRAVAIL', $3, $3)`,
            [PEOPLE.amina, s.statut, LUNDI],
          );
        await base.owner.query("delete from allocataires.identifiant where type = 'NUMERO_FRANCE_TRAVAIL'");
        if (s.numeroConnu)
          await base.owner.query(
            `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le)
             values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', '90000000001', 'CAF', $2, $2)`,
            [PEOPLE.amina, LUNDI],
          );
        const candidat = (await personnes.candidats("94")).find((c) => c.allocataire === PEOPLE.amina);
        expect(candidat?.nature ?? null).toBe(natureInscription(s));
      }),
      { numRuns: 60 },
    );
  });

  it("la règle de l’issue est la même en SQL, pour toute demande", async () => {
    await faire();
    const demande = fc.record({
      nature: fc.constantFrom("A_INSCRIRE" as const, "A_IDENTIFIER" as const),
      statut: fc.constantFrom("IDENTIFIE" as const, "INSCRIT" as const, "CESSE" as const, "RADIE" as const, null),
      introuvable: fc.boolean(),
      ecart: fc.integer({ min: -2, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(demande, async ({ ecart, ...d }) => {
        const maintenant = new Date(LUNDI.getTime() + 8 * 7 * 86_400_000 + ecart);
        await base.owner.query("update echanges.liste_inscription_personne set nature = $2, statut = $3 where allocataire = $1", [
          PEOPLE.amina,
          d.nature,
          d.statut,
        ]);
        await base.owner.query("delete from echanges.lecture_personne");
        if (d.introuvable)
          await base.owner.query(
            "insert into echanges.lecture_personne (departement, allocataire, sujet, lue_le, erreur_code) values ('94', $1, 'statut', $2, 'USAGER_INTROUVABLE')",
            [PEOPLE.amina, maintenant],
          );
        const { rows } = await base.owner.query(
          `select ${issueSql("$1")} as issue from echanges.liste_inscription_personne p join echanges.liste_inscription l on l.id = p.liste where p.allocataire = $2`,
          [maintenant, PEOPLE.amina],
        );
        expect(rows[0].issue).toBe(issueInscription({ ...d, creeLe: LUNDI, delaiSemaines: 8 }, maintenant));
      }),
      { numRuns: 80 },
    );
  });

  it("le CSV protège les points-virgules et les guillemets, et le même contenu donne les mêmes octets dans tout ordre", () => {
    const ligne = (reference: string, nom: string) => ({ ...Object.fromEntries(COLONNES.map((c) => [c, null])), reference, nom }) as never;
    const lignes = [ligne("b", 'De "La"; Tour'), ligne("a", "Simple")];
    const [json, csv] = fichiersDesInscriptions(lignes);
    expect(csv!.contenu.toString("utf8")).toContain(';"De ""La""; Tour";');
    expect(fichiersDesInscriptions([...lignes].reverse())).toEqual([json, csv]);
  });
});
