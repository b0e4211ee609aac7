import fc from "fast-check";
import { enCapitalesSansAccent } from "../../subgraphs/allocataires/caf/etat-civil";
import { lireFoyer } from "../../subgraphs/allocataires/caf/foyer";
import { lireFoyerGarde } from "../../subgraphs/allocataires/caf/foyer-garde";
import { instantDeParis } from "../../subgraphs/allocataires/caf/heure-paris";
import { matriculeCaf, matriculeMsa } from "../../subgraphs/allocataires/caf/matricule";
import { cleNir, lireNir } from "../../subgraphs/allocataires/caf/nir";
import { CODE_PAR_ETAT, ETAT_PAR_CODE } from "../../subgraphs/allocataires/caf/nomenclature";
import { departementDeLaCommune, departementDeLOrganisme } from "../../subgraphs/allocataires/caf/organisme-payeur";
import { ETATS_DOSSIER_RSA } from "../../subgraphs/allocataires/vocabulaire";
import { type FoyerDeTest, foyer as xmlDe } from "./fabriquer-flux";

const NIR = "2900394910001";
const lire = (f: FoyerDeTest, change: (xml: string) => string = (xml) => xml) => lireFoyer(lireFoyerGarde(change(xmlDe(f))), "2026-01-09");
const accepte = (f: FoyerDeTest) => {
  const lu = lire(f);
  if ("rejet" in lu) throw new Error(lu.rejet.message);
  return lu;
};

describe("le NIR", () => {
  it.each([
    ["2820251108030", "94"],
    ["1770393050005", "66"],
    ["2730799404078", "91"],
    ["1810693050030", "87"],
    ["193122A004002", "91"],
    ["193122B004002", "21"],
  ])("clé de %s", (nir, cle) => {
    expect(cleNir(nir)).toBe(cle);
    expect(lireNir(`${nir}${cle}`)).toEqual({ nir });
    expect(lireNir(nir)).toEqual({ nir });
  });

  const chiffres = (n: number) => fc.integer({ min: 0, max: 10 ** n - 1 }).map((x) => String(x).padStart(n, "0"));
  const nirs = fc
    .tuple(fc.constantFrom("1", "2", "3", "4", "7", "8"), chiffres(4), fc.oneof(chiffres(2), fc.constantFrom("2A", "2B")), chiffres(6))
    .map((morceaux) => morceaux.join(""));

  it("la clé a toujours deux chiffres, de 01 à 97, et rend le nombre divisible par 97", () => {
    fc.assert(
      fc.property(nirs, (nir) => {
        const cle = cleNir(nir);
        expect(cle).toMatch(/^(0[1-9]|[1-8]\d|9[0-7])$/);
        expect((BigInt(nir.replace("2A", "19").replace("2B", "18")) + BigInt(cle)) % 97n).toBe(0n);
      }),
    );
  });

  it("un chiffre changé fausse la clé", () => {
    fc.assert(
      fc.property(nirs, fc.integer({ min: 7, max: 12 }), fc.integer({ min: 1, max: 9 }), (nir, place, ecart) => {
        const faux = nir.slice(0, place) + ((Number(nir[place]) + ecart) % 10) + nir.slice(place + 1);
        expect(lireNir(faux + cleNir(nir))).toMatchObject({ code: "NIR_CLE" });
      }),
    );
  });

  it.each([
    ["290039491000", "NIR_LONGUEUR"],
    ["29003949100010", "NIR_LONGUEUR"],
    ["ABCDEFGHIJKLM", "NIR_FORME"],
    ["0000000000000", "NIR_FORME"],
    [`${NIR}00`, "NIR_CLE"],
  ])("%s : %s", (nir, code) => {
    const lu = lireNir(nir);
    expect(lu).toMatchObject({ code });
    expect(JSON.stringify(lu)).not.toContain(nir);
  });
});

describe("les nomenclatures", () => {
  it("ETATDOSRSA, aller et retour sur toutes les valeurs", () => {
    expect(Object.values(ETAT_PAR_CODE).sort()).toEqual([...ETATS_DOSSIER_RSA].sort());
    for (const etat of ETATS_DOSSIER_RSA) expect(ETAT_PAR_CODE[CODE_PAR_ETAT[etat]]).toBe(etat);
    for (const code of Object.keys(ETAT_PAR_CODE)) expect(CODE_PAR_ETAT[ETAT_PAR_CODE[code]!]).toBe(code);
    expect(Object.entries(ETAT_PAR_CODE).map(([c, e]) => `${c}${e}`)).toEqual([
      "0EN_ATTENTE",
      "1REFUSE",
      "2OUVERT_VERSABLE",
      "3OUVERT_SUSPENDU",
      "4VERSEMENT_SUSPENDU",
      "5CLOS",
      "6CLOS_MOIS_ANTERIEUR",
      "ZNON_DEFINI",
    ]);
  });

  it.each([
    ["CAF", "941", "94"],
    ["CAF", "931", "93"],
    ["CAF", "521", "52"],
    ["CAF", "974", "974"],
    ["CAF", "201", "2A"],
    ["CAF", "202", "2B"],
    ["CAF", "2A1", "2A"],
    ["CAF", "2b1", "2B"],
    ["CAF", "20A", "2A"],
    ["CAF", "203", null],
    ["CAF", "977", null],
    ["CAF", "000", null],
    ["CAF", "XYZ", null],
    ["MSA", "941", null],
  ] as const)("organisme %s %s : département %s", (fonds, numorg, departement) =>
    expect(departementDeLOrganisme(fonds, numorg)).toBe(departement),
  );

  it.each([
    ["94028", "94"],
    ["2A004", "2A"],
    ["2B033", "2B"],
    ["97608", "976"],
    ["20004", null],
    ["98818", null],
    ["97411", "974"],
    ["99134", null],
    ["00000", null],
    ["9402", null],
  ])("commune %s : département %s", (commune, departement) => expect(departementDeLaCommune(commune)).toBe(departement));

  it.each([
    ["205599000000000", "2055990"],
    ["2055990", "2055990"],
    ["1234500000000", "0012345"],
    ["12345", "0012345"],
    ["123456789", null],
    ["12A", null],
  ])("matricule CAF %s : %s", (recu, matricule) => expect(matriculeCaf(recu)).toBe(matricule));

  it("matricule MSA : un NIR, avec clé ou complété de zéros", () => {
    expect([matriculeMsa(NIR), matriculeMsa(`${NIR}00`), matriculeMsa(NIR + cleNir(NIR)), matriculeMsa("12345")]).toEqual([
      NIR,
      NIR,
      NIR,
      null,
    ]);
  });

  it("noms en capitales sans accent", () => {
    expect(enCapitalesSansAccent("  Lebœuf-Ÿvert  d’Été Œ ")).toBe("LEBOEUF-YVERT D'ETE OE");
  });

  it.each([
    ["2026-01-10", "01:18:36.0000", "2026-01-10T00:18:36Z"],
    ["2026-07-10", "23:59:59", "2026-07-10T21:59:59Z"],
    ["2026-03-29", "01:59:59", "2026-03-29T00:59:59Z"],
    ["2026-03-29", "03:00:00", "2026-03-29T01:00:00Z"],
    ["2026-10-25", "02:30:00", "2026-10-25T00:30:00Z"],
  ])("%s %s à Paris : %s", (date, heure, instant) => expect(instantDeParis(date, heure)).toEqual(new Date(instant)));
});

describe("lire un foyer", () => {
  it("prend l’adresse courante, la première ouverture de droit, les personnes en droits et devoirs", () => {
    const { foyer, reserves } = accepte({
      droits: ["2026-02-01", "2025-11-01"],
      personnes: [{ nir: NIR }, { role: "ENF", prenom: "LOU" }, { role: "AUT", prenom: "ZOE", soumise: true }],
    });
    expect(reserves).toEqual([]);
    expect(foyer).toMatchObject({
      departement: "94",
      codeInsee: "94028",
      matricule: "2055990",
      contenu: { ouvertureDroits: "2025-11-01", etat: "OUVERT_VERSABLE" },
    });
    expect(foyer.personnes.map((p) => [p.rang, p.role, p.prenoms[0]])).toEqual([
      [1, "DEM", "AMINA"],
      [3, "AUT", "ZOE"],
    ]);
  });

  it("sans droit ouvert, pas de date inventée ; hors de France, le département de l’organisme", () => {
    const { foyer } = accepte({ droits: [], commune: null, numorg: "931" });
    expect(foyer).toMatchObject({
      contenu: { ouvertureDroits: null },
      codeInsee: null,
      communeNom: null,
      departement: "93",
      adresse: "CALLE MAYOR 1, MADRID",
    });
  });

  it.each<[string, string, string]>([
    ["12345", "NIR_LONGUEUR", "5 caractères"],
    [`${NIR}01`, "NIR_CLE", "clé"],
    ["ABCDEFGHIJKLM", "NIR_FORME", "forme"],
  ])("garde la personne sans son NIR %s et le signale", (nir, code, mot) => {
    const { foyer, reserves } = accepte({ personnes: [{ nir }] });
    expect(foyer.personnes[0]).toMatchObject({ nir: null, nom: "BENALI" });
    expect(reserves).toEqual([{ code, champ: "NIR", message: expect.stringContaining(mot) }]);
    expect(reserves[0]!.message).not.toContain(nir);
  });

  it("le même NIR pour deux personnes du foyer n’est gardé pour aucune", () => {
    const { foyer, reserves } = accepte({ personnes: [{ nir: NIR }, { role: "CJT", prenom: "PAUL", nir: NIR }] });
    expect([foyer.personnes.map((p) => p.nir), reserves.map((r) => r.code)]).toEqual([[null, null], ["NIR_EN_DOUBLE"]]);
  });

  it.each<[string, FoyerDeTest]>([
    ["NUMDEMRSA", { numero: "" }],
    ["NUMDEMRSA", { numero: "123456789012" }],
    ["FONORG", { fonorg: "XXX" }],
    ["MATRICULE", { matricule: "12A" }],
    ["ETATDOSRSA", { etat: "9" }],
    ["DTDEMRSA", { demande: "2025-02-30" }],
    ["DDNATDRO", { droits: ["2026-13-01"] }],
    ["DTNAI", { personnes: [{ naissance: "1990-02-31" }] }],
    ["DTNAI", { personnes: [{ naissance: "" }] }],
    ["NOM", { personnes: [{ nom: "" }] }],
    ["PRENOM", { personnes: [{ prenom: " " }] }],
    ["ROLEPERS", { personnes: [{ role: "XXX" }] }],
    ["TOPVALIEC", { personnes: [{ certifiee: "peut-être" }] }],
    ["Personne", { personnes: [{ role: "ENF" }] }],
    ["Personne", { personnes: [{}, { role: "CJT" }] }],
  ])("rejette un dossier et nomme l’élément %s", (element, f) => {
    const lu = lire(f);
    expect(lu).toMatchObject({ rejet: { code: "DOSSIER_INVALIDE", message: expect.stringMatching(new RegExp(`^${element} : `)) } });
  });

  it("rejette un dossier dont rien ne dit le département", () => {
    expect(lire({ commune: null, numorg: "000" })).toEqual({
      rejet: {
        code: "DEPARTEMENT_INCONNU",
        message: expect.stringContaining("CAF 000"),
        numeroDemande: "01024041094",
        departement: null,
        fonds: "CAF",
        numorg: "000",
      },
    });
  });
});
