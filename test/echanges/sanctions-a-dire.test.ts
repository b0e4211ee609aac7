import { habiliter } from "../../subgraphs/echanges/envoi/base-legale";
import { BASES_LEGALES } from "../../subgraphs/echanges/envoi/bases-legales";
import type { Message } from "../../subgraphs/echanges/envoi/objet-sortant";
import { verifierMesure } from "../../subgraphs/echanges/envoi/objets/evenement-sanction";
import type { FaitSanction } from "../../subgraphs/echanges/envoi/objets/fait-sanction";
import { attendLaSaisie, relireDecision, relireTraitement } from "../../subgraphs/echanges/envoi/objets/relecture-sanction";
import { objetSanctionDecision, sanctionSansObjet } from "../../subgraphs/echanges/envoi/objets/sanction-decision";
import { manquementSansObjet } from "../../subgraphs/echanges/envoi/objets/sanction-manquement";
import type { ConsequenceSanctionFT, ManquementFT, TraitementSanctionFT } from "../../subgraphs/echanges/france-travail/api";
import { ErreurFranceTravail } from "../../subgraphs/echanges/france-travail/erreur-france-travail";

const FAIT: FaitSanction = {
  id: "s",
  allocataire: "a",
  nature: "SUSPENSION",
  statut: "DECIDEE",
  proposeePar: "FRANCE_TRAVAIL",
  instruiteLe: "2026-02-02",
  notifieeLe: "2026-02-03",
  decideeLe: "2026-02-20",
  decideePar: "DEPARTEMENT",
  quotitePourcent: 50,
  dureeMois: 1,
  leveeLe: "2026-03-05",
  annuleeLe: null,
  annulationCause: null,
  identifiantPartenaire: "C-1",
  manquement: { nature: "REFUS_CONTROLE", constateLe: "2026-01-30", identifiantPartenaire: "M-1" },
  repetition: false,
};
const DU_DEPARTEMENT: FaitSanction = {
  ...FAIT,
  proposeePar: "DEPARTEMENT",
  identifiantPartenaire: null,
  manquement: { ...FAIT.manquement, identifiantPartenaire: null },
};
const message = (evenement: string, donnees: Record<string, unknown> = {}, identifiantPartenaire: string | null = null): Message => ({
  echange: "e",
  departement: "94",
  objet: "SANCTION_DECISION",
  allocataire: "a",
  evenement,
  survenuLe: new Date("2026-02-20T09:00:00Z"),
  fait: "s",
  donnees: { sanction: "s", ...donnees },
  identifiantPartenaire,
  tentatives: 0,
});
const objet = objetSanctionDecision(async () => new Map());
const MESSAGES: [string, Message, FaitSanction][] = [
  ["saisie", message("SanctionInstruite"), FAIT],
  ["saisie par la notification", message("SanctionNotifiee"), FAIT],
  ["validation", message("SanctionDecidee", { statut: "DECIDEE" }), FAIT],
  ["refus", message("SanctionDecidee", { statut: "REFUSEE" }), FAIT],
  ["levée", message("SanctionLevee"), FAIT],
  ["annulation", message("SanctionAnnulee"), { ...FAIT, annuleeLe: "2026-03-06", annulationCause: "RECOURS" }],
  ["décision du Département", message("SanctionDecidee", { statut: "DECIDEE" }), DU_DEPARTEMENT],
  ["levée de celle du Département", message("SanctionLevee", {}, "C-9"), DU_DEPARTEMENT],
];

describe("ce qui se dit d’une sanction", () => {
  it.each(MESSAGES)("%s : chaque champ a sa base légale", (_nom, m, fait) => {
    const { ecartes } = habiliter(objet.corps(m, fait), BASES_LEGALES.SANCTION_DECISION!);
    expect(ecartes).toEqual([]);
  });

  it("aucun texte libre n’a de base : ni commentaire, ni justification", () => {
    for (const chemin of Object.keys(BASES_LEGALES.SANCTION_DECISION!)) expect(chemin).not.toMatch(/commentaire|justification|demarche/i);
    expect(BASES_LEGALES.SANCTION_MANQUEMENT).toEqual({});
  });

  it("dit la décision et sa mesure dans les mots de France Travail", () => {
    expect(objet.corps(MESSAGES[2]![1], FAIT)).toEqual({
      traitement: {
        identifiantConsequenceSanction: "C-1",
        evenement: { typeEvenement: "VALID_SANCTION", dateEvenement: expect.stringContaining("2026-02-20") },
        typeConsequenceSanctionValide: "SUSP_RSA",
        modaliteDecisionValidee: "P",
        montantValide: 50,
        dureeValidee: 1,
      },
    });
    expect(objet.corps(message("SanctionDecidee", { statut: "DECIDEE" }), { ...DU_DEPARTEMENT, repetition: true })).toEqual({
      decision: {
        dateNotificationDecisionSanction: expect.stringContaining("2026-02-20"),
        natureManquement: "N65",
        rangManquement: "R2",
        dateManquement: expect.stringContaining("2026-01-30"),
        typeSanctionValide: "SUSP_RSA",
        modaliteDecisionValidee: "P",
        montantValide: 50,
        dureeValidee: 1,
      },
    });
  });

  it.each([
    ["la décision de France Travail", message("SanctionDecidee"), { ...FAIT, decideePar: "FRANCE_TRAVAIL" }, /lui-même/],
    ["l’instruction d’une proposition du Département", message("SanctionInstruite"), DU_DEPARTEMENT, /qu’à la décision/],
    ["le refus d’une proposition du Département", message("SanctionDecidee", { statut: "REFUSEE" }), DU_DEPARTEMENT, /ne connaît pas/],
    ["la levée de ce qui n’a jamais été dit", message("SanctionLevee"), DU_DEPARTEMENT, /rien à lever/],
    ["la décision annulée avant d’être dite", message("SanctionDecidee"), { ...DU_DEPARTEMENT, statut: "ANNULEE" }, /annulée avant/],
  ])("ne dit pas %s", (_nom, m, fait, raison) => {
    expect(sanctionSansObjet(m, fait)).toMatch(raison);
  });

  it("un manquement ne se dit qu’avec une décision, et jamais à qui l’a signalé", () => {
    expect(manquementSansObjet(DU_DEPARTEMENT, message("SanctionDecidee"))).toBeNull();
    expect(manquementSansObjet(FAIT, message("SanctionDecidee"))).toMatch(/lui-même/);
    expect(manquementSansObjet(DU_DEPARTEMENT, message("SanctionDecidee", { statut: "REFUSEE" }))).toMatch(/rien ne fonde/);
    expect(manquementSansObjet({ ...DU_DEPARTEMENT, statut: "ANNULEE" }, message("SanctionDecidee"))).toMatch(/rien ne fonde/);
  });

  it.each([
    [29, 1, "QUOTITE_HORS_BORNES"],
    [30, 1, null],
    [100, 4, null],
    [101, 1, "QUOTITE_HORS_BORNES"],
    [33.5, 1, "QUOTITE_HORS_BORNES"],
    [50, 5, "DUREE_HORS_BORNES"],
    [50, 0, "DUREE_HORS_BORNES"],
  ])("quotité %s %%, %s mois : arrêtée avant l’appel (%s)", (quotitePourcent, dureeMois, code) => {
    const verifier = () => verifierMesure(objet.corps(MESSAGES[2]![1], { ...FAIT, quotitePourcent, dureeMois }));
    if (code === null) expect(verifier).not.toThrow();
    else {
      expect(verifier).toThrow(ErreurFranceTravail);
      expect(verifier).toThrow(/France Travail n’admet qu’une/);
    }
  });
});

const chezFranceTravail = (evenements: [string, string?][], valide: Partial<ConsequenceSanctionFT> = {}): ManquementFT => ({
  individu: { numeroFranceTravail: "12345678901" },
  identifiantManquement: "M-1",
  familleManquement: "F04",
  dateManquement: "2026-01-30T00:00:00+01:00",
  consequencesSanction: [
    {
      idConsequenceSanction: "C-1",
      typeConsequenceSanction: "SUSP_RSA",
      modaliteValidee: "P",
      montantValide: 50,
      dureeValidee: 1,
      ...valide,
      evenements: evenements.map(([typeEvenement, motif], i) => ({
        identifiantEvenement: `E-${i}`,
        typeEvenement,
        dateEvenement: `2026-02-0${i + 1}T10:00:00Z`,
        motif,
      })),
    },
  ],
});
const traitement = (m: Message, fait = FAIT) => (objet.corps(m, fait) as { traitement: TraitementSanctionFT }).traitement;
const [SAISIE, VALIDATION, REFUS, LEVEE, ANNULATION] = [0, 2, 3, 4, 5].map((i) => traitement(MESSAGES[i]![1], MESSAGES[i]![2])) as [
  TraitementSanctionFT,
  TraitementSanctionFT,
  TraitementSanctionFT,
  TraitementSanctionFT,
  TraitementSanctionFT,
];

describe("ce que France Travail montre, à côté de ce que le hub dit", () => {
  it.each([
    ["rien encore", SAISIE, [["PROP_SANCTION"]], "ABSENT"],
    ["la saisie", SAISIE, [["PROP_SANCTION"], ["SAISIE_SANCTION"]], "CONFORME"],
    ["sa décision, le délai passé", SAISIE, [["PROP_SANCTION"], ["VALID_SANCTION", "DELAI_SAISIE_DEPASSE"]], "DIFFERENT"],
    ["la validation", VALIDATION, [["PROP_SANCTION"], ["SAISIE_SANCTION"], ["VALID_SANCTION"]], "CONFORME"],
    ["une annulation", VALIDATION, [["PROP_SANCTION"], ["SAISIE_SANCTION"], ["ANNULATION_SANCTION"]], "DIFFERENT"],
    ["une validation, quand le hub refuse", REFUS, [["PROP_SANCTION"], ["VALID_SANCTION"]], "DIFFERENT"],
    ["une annulation, quand le hub lève", LEVEE, [["VALID_SANCTION"], ["ANNULATION_SANCTION"]], "DIFFERENT"],
    ["pas encore la levée", LEVEE, [["VALID_SANCTION"]], "ABSENT"],
    ["l’annulation", ANNULATION, [["VALID_SANCTION"], ["ANNULATION_SANCTION"]], "CONFORME"],
  ] as [string, TraitementSanctionFT, [string, string?][], string][])("%s", (_nom, t, evenements, etat) => {
    expect(relireTraitement(chezFranceTravail(evenements), t).etat).toBe(etat);
  });

  it("la même décision avec une autre mesure est un écart, champ par champ", () => {
    const lu = chezFranceTravail([["SAISIE_SANCTION"], ["VALID_SANCTION"]], { montantValide: 80, dureeValidee: 2 });
    expect(relireTraitement(lu, VALIDATION)).toEqual({
      etat: "DIFFERENT",
      identifiant: "C-1",
      ecarts: [
        { champ: "quotitePourcent", valeurHub: "50", valeurPartenaire: "80" },
        { champ: "dureeMois", valeurHub: "1", valeurPartenaire: "2" },
      ],
    });
  });

  it("une conséquence inconnue n’est pas confirmée", () => {
    expect(relireTraitement(null, VALIDATION).etat).toBe("ABSENT");
    expect(relireTraitement(chezFranceTravail([["VALID_SANCTION"]], { idConsequenceSanction: "C-2" }), VALIDATION).etat).toBe("ABSENT");
  });

  it("une décision sans saisie la demande d’abord", () => {
    expect(attendLaSaisie(chezFranceTravail([["PROP_SANCTION"]]), VALIDATION)).toBe(true);
    expect(attendLaSaisie(chezFranceTravail([["PROP_SANCTION"]]), REFUS)).toBe(true);
    expect(attendLaSaisie(chezFranceTravail([["PROP_SANCTION"], ["SAISIE_SANCTION"]]), VALIDATION)).toBe(false);
    expect(attendLaSaisie(chezFranceTravail([["VALID_SANCTION"]]), LEVEE)).toBe(false);
  });

  it("relit la décision du Département par l’identifiant qui lui a été donné", () => {
    const { decision } = objet.corps(message("SanctionDecidee", { statut: "DECIDEE" }), DU_DEPARTEMENT) as { decision: any };
    expect(relireDecision(chezFranceTravail([["VALID_SANCTION"]]), "C-1", decision)).toEqual({ etat: "CONFORME", identifiant: "C-1" });
    expect(relireDecision(chezFranceTravail([["VALID_SANCTION"]]), "C-2", decision).etat).toBe("ABSENT");
    expect(relireDecision(chezFranceTravail([["VALID_SANCTION"]], { dureeValidee: 2 }), "C-1", decision).etat).toBe("DIFFERENT");
  });
});
