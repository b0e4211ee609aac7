import fc from "fast-check";
import { debutDuJour, instantDeParis, jourLu } from "../../subgraphs/echanges/envoi/heure-paris";
import {
  comparer as comparerContrat,
  corpsContrat,
  type FaitContrat,
  objetContratEngagement,
} from "../../subgraphs/echanges/envoi/objets/contrat-engagement";
import { comparer, corpsDiagnostic, type FaitDiagnostic, objetDiagnostic } from "../../subgraphs/echanges/envoi/objets/diagnostic";
import type { ContratEngagementFT, DossierDiagnosticFT } from "../../subgraphs/echanges/france-travail/api";
import { civilDateOf } from "../../subgraphs/shared/civil-date";
import { FAIT, message, seulement } from "./faits-a-dire";

const contrat = (donnees: Partial<FaitContrat> = {}): FaitContrat => ({
  id: FAIT,
  nature: "CONTRAT_ENGAGEMENT",
  statut: "SIGNE",
  dateSignature: "2026-02-10",
  dateRefus: null,
  source: "DEPARTEMENT",
  ...donnees,
});
const refus: Partial<FaitContrat> = { statut: "REFUSE", dateSignature: null, dateRefus: "2026-02-10" };
const lu = (etat: ContratEngagementFT["etat"], donnees: Partial<ContratEngagementFT> = {}): ContratEngagementFT => ({ etat, ...donnees });

describe("les jours et les instants de Paris", () => {
  it("le premier instant d’un jour est de ce jour, et aucun n’est avant, été comme hiver et aux changements d’heure", () => {
    expect(debutDuJour("2026-02-10")).toBe("2026-02-10T00:00:00+01:00");
    expect(debutDuJour("2026-07-10")).toBe("2026-07-10T00:00:00+02:00");
    expect(debutDuJour("2026-03-29")).toBe("2026-03-29T00:00:00+01:00");
    expect(debutDuJour("2026-10-25")).toBe("2026-10-25T00:00:00+02:00");
    fc.assert(
      fc.property(fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }), (instant) => {
        const jour = civilDateOf(instant);
        expect(Date.parse(debutDuJour(jour))).toBeLessThanOrEqual(instant.getTime());
        expect(civilDateOf(new Date(debutDuJour(jour)))).toBe(jour);
        expect(Date.parse(instantDeParis(instant))).toBe(Math.floor(instant.getTime() / 1000) * 1000);
        expect(jourLu(instant.toISOString())).toBe(jour);
      }),
    );
  });

  it("le jour se lit dans chaque forme que France Travail écrit", () => {
    expect(["2026-02-09T23:00:00+0000", "2026-02-10T00:00:00+01:00", "2026-02-10T08:00:00", "2026-02-10"].map(jourLu)).toEqual(
      Array(4).fill("2026-02-10"),
    );
  });
});

describe("un contrat d’engagement, dans les mots de France Travail", () => {
  it("signé ou refusé, et quel jour", () => {
    expect(corpsContrat(contrat())).toEqual({ dateSignature: "2026-02-10T00:00:00+01:00" });
    expect(corpsContrat(contrat(refus))).toEqual({ dateRefus: "2026-02-10T00:00:00+01:00" });
  });

  it.each([
    [{}, "A_DIRE"],
    [refus, "A_DIRE"],
    [{ nature: "CER" }, "A_DIRE"],
    [{ nature: "PPAE" }, "Ce n’est pas un contrat d’engagement du Département."],
    [{ nature: "ORIENTATION_3_MOIS" }, "Ce n’est pas un contrat d’engagement du Département."],
    [{ source: "FRANCE_TRAVAIL" }, expect.stringContaining("pas redit")],
    [{ statut: "A_SIGNER" }, expect.stringContaining("à signer")],
    [{ statut: "SUSPENDU" }, expect.stringContaining("suspendu")],
    [{ statut: "CLOTURE" }, expect.stringContaining("clos")],
    [{ dateSignature: null }, expect.stringContaining("son jour")],
  ])("%j : dit, ou pourquoi il ne l’est pas", async (donnees, attendu) => {
    const lecture = (await objetContratEngagement(seulement(contrat(donnees as Partial<FaitContrat>))).lire([message()])).get(
      message().echange,
    )!;
    expect(lecture.etat === "A_DIRE" ? lecture.etat : lecture.raison).toEqual(attendu);
  });

  const leJour = "2026-02-09T23:00:00+0000";
  it.each([
    ["aucun", {}, null, { etat: "ABSENT" }],
    ["à signer", {}, lu("A_SIGNER", { dateSignature: leJour }), { etat: "ABSENT" }],
    ["signé ce jour-là", {}, lu("SIGNE", { dateSignature: leJour }), { etat: "CONFORME" }],
    ["clos", {}, lu("CLOTURE"), { etat: "ABSENT" }],
    ["suspendu", {}, lu("SUSPENDU"), { etat: "ABSENT" }],
    ["refusé avant d’être signé ici", {}, lu("REFUSE", { dateRefus: "2026-02-01T08:00:00+0000" }), { etat: "ABSENT" }],
    [
      "aucun, alors qu’il est refusé ici",
      refus,
      null,
      { etat: "SANS_OBJET", raison: expect.stringContaining("pas de contrat d’engagement") },
    ],
    ["à signer, alors qu’il est refusé ici", refus, lu("A_SIGNER"), { etat: "ABSENT" }],
    ["refusé ce jour-là", refus, lu("REFUSE", { dateRefus: leJour }), { etat: "CONFORME" }],
  ])("France Travail : %s", (_cas, donnees, chezFT, attendu) => {
    expect(comparerContrat(corpsContrat(contrat(donnees)), chezFT)).toEqual(attendu);
  });

  it.each([
    ["signé un autre jour", {}, lu("SIGNE", { dateSignature: "2026-02-12T08:00:00+0000" }), ["dateSignature", "2026-02-10", "2026-02-12"]],
    ["refusé depuis", {}, lu("REFUSE", { dateRefus: "2026-02-20T08:00:00+0000" }), ["etat", "SIGNE", "REFUSE"]],
    ["signé, alors qu’il est refusé ici", refus, lu("SIGNE", { dateSignature: leJour }), ["etat", "REFUSE", "SIGNE"]],
    ["refusé un autre jour", refus, lu("REFUSE", { dateRefus: "2026-02-12T08:00:00+0000" }), ["dateRefus", "2026-02-10", "2026-02-12"]],
  ])("%s : une divergence", (_cas, donnees, chezFT, [champ, valeurHub, valeurPartenaire]) => {
    const relecture = comparerContrat(corpsContrat(contrat(donnees)), chezFT);
    expect(relecture).toMatchObject({ etat: "DIFFERENT", ecarts: [{ champ, valeurHub, valeurPartenaire }] });
  });
});

const diagnostic = (contraintes: FaitDiagnostic["contraintes"], donnees: Partial<FaitDiagnostic> = {}): FaitDiagnostic => ({
  id: FAIT,
  etabliLe: "2026-02-10",
  contraintes,
  levees: [],
  dernier: true,
  source: "DEPARTEMENT",
  ...donnees,
});
const MOBILITE = { frein: "MOBILITE", impact: "FORT", prioritaire: true } as const;
const LOGEMENT = { frein: "LOGEMENT", impact: "MOYEN", prioritaire: true } as const;
const NUMERIQUE = { frein: "NUMERIQUE", impact: "FAIBLE", prioritaire: false } as const;
const LE_10 = "2026-02-10T00:00:00+01:00";

describe("un diagnostic, dans les mots de France Travail", () => {
  it("les contraintes par code, une seule prioritaire : la plus lourde ; le numérique à part", () => {
    expect(corpsDiagnostic(diagnostic([LOGEMENT, MOBILITE, NUMERIQUE]))).toEqual({
      contraintes: {
        dateExploration: LE_10,
        contraintesAEnregistrer: [
          { code: "23", valeur: "OUI", impact: "FORT", estPrioritaire: true },
          { code: "27", valeur: "OUI", impact: "MOYEN", estPrioritaire: false },
        ],
      },
      autonomieNumerique: {
        dateExploration: LE_10,
        contrainteAEnregistrer: { code: "22", valeur: "OUI", impact: "FAIBLE", estPrioritaire: false },
      },
    });
  });

  it("ce qui ne pèse plus, ou n’est plus dit, est clos ; sans aucune contrainte, il le déclare", () => {
    expect(corpsDiagnostic(diagnostic([{ ...MOBILITE, impact: "AUCUN" }], { levees: ["LOGEMENT"] }))).toEqual({
      contraintes: {
        dateExploration: LE_10,
        contraintesAEnregistrer: [
          { code: "23", valeur: "CLOTUREE" },
          { code: "27", valeur: "CLOTUREE" },
        ],
        declareSansContrainteAEnregistrer: true,
      },
    });
    expect(corpsDiagnostic(diagnostic([]))).toEqual({
      contraintes: { dateExploration: LE_10, contraintesAEnregistrer: [], declareSansContrainteAEnregistrer: true },
    });
    expect(corpsDiagnostic(diagnostic([NUMERIQUE])).contraintes).toBeUndefined();
  });

  it("seul le dernier est dit, et pas celui de France Travail", async () => {
    const etat = async (donnees: Partial<FaitDiagnostic>) =>
      (await objetDiagnostic(seulement(diagnostic([], donnees))).lire([message()])).get(message().echange)!.etat;
    expect(await etat({})).toBe("A_DIRE");
    expect(await etat({ dernier: false })).toBe("SANS_OBJET");
    expect(await etat({ source: "FRANCE_TRAVAIL" })).toBe("SANS_OBJET");
  });

  const dossier = (
    contraintes: Partial<DossierDiagnosticFT["contraintes"][number]>[],
    dateExploration = "2026-02-10T08:00:00Z",
  ): DossierDiagnosticFT => ({
    contraintes: contraintes.map((c) => ({ code: "23", valeur: "OUI", dateExploration, ...c })),
    autonomieNumerique: null,
    agent: null,
    dateExploration,
  });
  const conforme = { impact: "FORT", estPrioritaire: true };

  it.each([
    ["rien", [MOBILITE], null, "ABSENT"],
    ["la même", [MOBILITE], dossier([conforme]), "CONFORME"],
    ["un autre poids, d’avant", [MOBILITE], dossier([{ ...conforme, impact: "FAIBLE" }], "2026-01-10T08:00:00Z"), "ABSENT"],
    ["pas le numérique", [MOBILITE, NUMERIQUE], dossier([conforme]), "ABSENT"],
    ["sans contrainte, comme ici", [], null, "CONFORME"],
    ["une contrainte d’avant, et plus aucune ici", [], dossier([conforme], "2026-01-10T08:00:00Z"), "ABSENT"],
  ] as const)("France Travail : %s", (_cas, contraintes, chezFT, etat) => {
    expect(comparer(corpsDiagnostic(diagnostic([...contraintes])), chezFT)).toEqual({ etat });
  });

  it("exploré là-bas depuis, autrement : une divergence, contrainte par contrainte", () => {
    expect(comparer(corpsDiagnostic(diagnostic([MOBILITE])), dossier([{ impact: "FAIBLE" }], "2026-02-20T08:00:00Z"))).toEqual({
      etat: "DIFFERENT",
      modifieLe: "2026-02-20T08:00:00Z",
      ecarts: [{ champ: "contrainte 23", valeurHub: "OUI FORT prioritaire", valeurPartenaire: "OUI FAIBLE" }],
    });
  });
});
