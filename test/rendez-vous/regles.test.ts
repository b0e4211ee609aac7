import fc from "fast-check";
import {
  CODES_STATUT_RDV,
  familleDeMotif,
  formesDuMatricule,
  modaliteDeRdv,
  statutDeRdv,
  statutVersRdv,
} from "../../subgraphs/rendez-vous/correspondances-rdv";
import { seChevauchent } from "../../subgraphs/rendez-vous/prise-rendez-vous";
import { type EtapeConvocation, rangsDeConvocation } from "../../subgraphs/rendez-vous/rang-convocation";
import {
  refusPresence,
  refusStatut,
  STATUTS,
  type StatutEnregistre,
  statutAffiche,
  TRANSITIONS,
} from "../../subgraphs/rendez-vous/statut-participation";

const ENREGISTRES = Object.keys(TRANSITIONS) as StatutEnregistre[];

describe("tables de correspondance des rendez-vous", () => {
  it.each(CODES_STATUT_RDV)("le statut source %s revient à lui-même", (code) => {
    expect(statutVersRdv(statutDeRdv(code)!)).toBe(code);
  });

  it.each(ENREGISTRES)("le statut %s revient à lui-même, ou la source n’a pas de mot pour lui", (statut) => {
    const code = statutVersRdv(statut);
    if (code === null) expect(statut).toBe("ABSENT_JUSTIFIE");
    else expect(statutDeRdv(code)).toBe(statut);
  });

  it.each([
    ["unknown", "PREVU"],
    ["seen", "HONORE"],
    ["noshow", "ABSENT"],
    ["excused", "ANNULE_USAGER"],
    ["revoked", "ANNULE_SERVICE"],
    ["notexcused", null],
    ["toString", null],
  ])("%s se lit %s", (code, statut) => expect(statutDeRdv(code)).toBe(statut));

  it.each([
    ["rsa_orientation", "x", "ORIENTATION"],
    ["rsa_orientation_france_travail", "x", "ORIENTATION"],
    ["rsa_premier_rdv_daccompagnement", "x", "PREMIER_ACCOMPAGNEMENT"],
    ["rsa_accompagnement_social", "x", "ACCOMPAGNEMENT"],
    ["rsa_follow_up", "Premier accompagnement", "ACCOMPAGNEMENT"],
    ["rsa_cer_signature", "x", "ACCOMPAGNEMENT"],
    ["rsa_droits_devoirs", "Orientation", "AUTRE"],
    [null, "RDV d’ORIENTATION RSA", "ORIENTATION"],
    [null, "Premier rendez-vous d’accompagnement", "PREMIER_ACCOMPAGNEMENT"],
    [null, "Suivi RSA", "ACCOMPAGNEMENT"],
    [null, "Atelier CV", "AUTRE"],
  ])("la catégorie %s (« %s ») est de la famille %s", (categorie, nom, famille) => expect(familleDeMotif(categorie, nom)).toBe(famille));

  it.each([
    ["public_office", "PHYSIQUE"],
    ["home", "PHYSIQUE"],
    ["phone", "TELEPHONE"],
    ["visio", "VISIO"],
    [null, "PHYSIQUE"],
    ["lune", null],
    ["constructor", null],
  ])("le lieu %s se lit %s", (lieu, modalite) => expect(modaliteDeRdv(lieu)).toBe(modalite));

  it("un matricule se cherche avec et sans zéros", () => {
    expect(formesDuMatricule("000000000712344")).toEqual(["000000000712344", "712344", "0712344"]);
    expect(formesDuMatricule("0712344")).toEqual(["0712344", "712344"]);
  });
});

describe("présence", () => {
  const debut = new Date("2026-03-02T09:30:00Z");
  const minute = (n: number) => new Date(debut.getTime() + n * 60_000);

  it.each([
    ["une minute avant", -1, "PREVU"],
    ["à l’heure", 0, "A_RENSEIGNER"],
    ["une minute après", 1, "A_RENSEIGNER"],
  ])("%s, un rendez-vous prévu se montre %s", (_, n, statut) => expect(statutAffiche("PREVU", debut, minute(n as number))).toBe(statut));

  it("seul PREVU dépend de l’heure", () => {
    for (const statut of ENREGISTRES.filter((s) => s !== "PREVU")) expect(statutAffiche(statut, debut, minute(60))).toBe(statut);
  });

  it.each(["HONORE", "ABSENT", "ABSENT_JUSTIFIE"] as const)("%s ne se saisit pas une minute avant, et se saisit à l’heure", (statut) => {
    expect(refusPresence("PREVU", statut, debut, minute(-1))?.code).toBe("RENDEZ_VOUS_A_VENIR");
    expect(refusPresence("PREVU", statut, debut, minute(0))).toBeNull();
  });

  it.each(["ANNULE_USAGER", "ANNULE_SERVICE"] as const)("%s se saisit avant l’heure", (statut) => {
    expect(refusPresence("PREVU", statut, debut, minute(-1))).toBeNull();
  });

  it.each(STATUTS)("le statut %s : saisissable ou non", (statut) => {
    expect(refusStatut(statut)?.code ?? null).toBe(statut === "PREVU" || statut === "A_RENSEIGNER" ? "STATUT_NON_SAISISSABLE" : null);
  });

  it("toute transition absente de la table est refusée, le même statut ne l’est pas", () => {
    for (const avant of ENREGISTRES) {
      for (const apres of ENREGISTRES) {
        const allowed = avant === apres || (TRANSITIONS[avant] as readonly string[]).includes(apres);
        expect(refusPresence(avant, apres, debut, minute(1))?.code ?? null).toBe(allowed ? null : "TRANSITION_INTERDITE");
      }
    }
  });

  it.each(["ANNULE_USAGER", "ANNULE_SERVICE"] as const)("%s ne devient jamais une absence", (statut) => {
    expect(refusPresence(statut, "ABSENT", debut, minute(1))?.code).toBe("TRANSITION_INTERDITE");
  });
});

describe("rang d’une convocation", () => {
  const etape = (jour: number, statut: StatutEnregistre, convoquee = true): EtapeConvocation => ({
    rendezVous: `r${jour}`,
    debut: new Date(Date.UTC(2026, 0, jour)),
    statut,
    convoquee,
  });
  const rangs = (...etapes: EtapeConvocation[]) => [...rangsDeConvocation(etapes).values()];

  it.each<[string, EtapeConvocation[], number[]]>([
    ["la première est de rang 1", [etape(1, "PREVU")], [1]],
    ["après une absence, 2", [etape(1, "ABSENT"), etape(2, "PREVU")], [1, 2]],
    ["après deux absences, encore 2", [etape(1, "ABSENT"), etape(2, "ABSENT"), etape(3, "PREVU")], [1, 2, 2]],
    ["après une absence excusée, 1", [etape(1, "ABSENT_JUSTIFIE"), etape(2, "PREVU")], [1, 1]],
    ["après une annulation, 1", [etape(1, "ANNULE_USAGER"), etape(2, "ANNULE_SERVICE"), etape(3, "PREVU")], [1, 1, 1]],
    ["une absence sans convocation ne compte pas", [etape(1, "ABSENT", false), etape(2, "PREVU")], [1]],
    ["un rendez-vous honoré remet à 1", [etape(1, "ABSENT"), etape(2, "HONORE", false), etape(3, "PREVU")], [1, 1]],
  ])("%s", (_, etapes, attendu) => expect(rangs(...etapes)).toEqual(attendu));

  it("ne dépend pas de l’ordre dans lequel les rendez-vous sont connus", () => {
    const statut = fc.constantFrom(...ENREGISTRES);
    const etapes = fc
      .array(fc.record({ statut, convoquee: fc.boolean() }), { maxLength: 6 })
      .map((list) => list.map((e, i) => etape(i + 1, e.statut, e.convoquee)));
    fc.assert(
      fc.property(
        etapes.chain((e) => fc.tuple(fc.constant(e), fc.shuffledSubarray(e, { minLength: e.length }))),
        ([ordered, shuffled]) => {
          expect(rangsDeConvocation(shuffled)).toEqual(rangsDeConvocation(ordered));
        },
      ),
    );
  });
});

describe("rendez-vous à la même heure", () => {
  const plage = (heure: number, dureeMinutes: number) => ({ debut: new Date(Date.UTC(2026, 2, 2, 9, heure)), dureeMinutes });
  it.each([
    ["l’un après l’autre, sans attente", plage(0, 30), plage(30, 30), false],
    ["une minute en commun", plage(0, 31), plage(30, 30), true],
    ["l’un dans l’autre", plage(0, 60), plage(15, 10), true],
  ])("%s", (_, a, b, attendu) => {
    expect(seChevauchent(a, b)).toBe(attendu);
    expect(seChevauchent(b, a)).toBe(attendu);
  });
});
