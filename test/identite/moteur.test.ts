import fc from "fast-check";
import { cleNir, lireNir } from "../../subgraphs/allocataires/caf/nir";
import { comparer, lireIdentite } from "../../subgraphs/allocataires/identite/comparer";
import { fautes, proches } from "../../subgraphs/allocataires/identite/distance";
import type { Identite, Numero } from "../../subgraphs/allocataires/identite/identite";
import { comparerDates } from "../../subgraphs/allocataires/identite/naissance";
import { lireNom, memesMots, motsPleins, normaliser } from "../../subgraphs/allocataires/identite/nom";
import { memeNumeroFranceTravail, nirSansFaute } from "../../subgraphs/allocataires/identite/numero";
import { cleDuNom, phonetiqueDuMot } from "../../subgraphs/allocataires/identite/phonetique";
import { resoudre } from "../../subgraphs/allocataires/identite/resoudre";

const NIR: Numero = { type: "NIR", valeur: "2900399001001", organisme: null };
const AMINA: Identite = {
  nom: "Ben Ali",
  nomUsage: null,
  prenoms: ["Amina", "Rose"],
  dateNaissance: "1990-03-14",
  dateCertaine: true,
  rangNaissance: 1,
  sexe: "2",
  communeNaissance: "TUNIS",
  codeInsee: "94028",
  telephone: "06 12 34 56 78",
  courriel: null,
  numeros: [NIR],
  foyers: [{ numeroDemande: "24000000094", role: "DEM" }],
};
const sansNumero: Identite = { ...AMINA, numeros: [], foyers: [], telephone: null };
const resultat = (recue: Identite, ...connues: Identite[]) =>
  resoudre(
    lireIdentite(recue),
    connues.map((c, i) => ({ id: `p${i}`, lue: lireIdentite(c) })),
  );
const date = (a: string | null, b: string | null, certaine = true) =>
  comparerDates({ dateNaissance: a, dateCertaine: certaine }, { dateNaissance: b, dateCertaine: true });

describe("noms", () => {
  it.each([
    ["Ben-Ali", "BENALI"],
    ["D’Almeida", "Almeida"],
    ["El Amrani", "AMRANI"],
    ["Œuvrard", "oeuvrard"],
    ["De La Haÿe", "DE LA HAYE"],
    ["Ould Mohamed", "Mohamed"],
    ["Lévêque-Roy", "ROY LEVEQUE"],
    ["Çelik", "CELIK"],
    ["Đặng", "DANG"],
  ])("« %s » et « %s » sont le même nom", (a, b) => expect(memesMots(lireNom(a), lireNom(b))).toBe(true));

  it.each([
    ["Le", "La"],
    ["Da", "Di"],
    ["Ba", "Sy"],
    ["Martin", "Martin-Duval"],
  ])("« %s » et « %s » n’en font pas un seul", (a, b) => expect(memesMots(lireNom(a), lireNom(b))).toBe(false));

  it("un nom fait d’une seule particule reste un nom", () => expect(motsPleins("LE")).toEqual(["LE"]));

  it("normaliser deux fois ne change plus rien", () =>
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (texte) => normaliser(normaliser(texte)) === normaliser(texte))));

  it.each([
    ["PHILIPPE", "FILIP"],
    ["DUPONT", "DUPOND"],
    ["YOUSSEF", "YOUSOUF"],
    ["CHEIKH", "SHEIK"],
    ["OUATTARA", "WATTARA"],
    ["CELINE", "SELINE"],
  ])("« %s » sonne comme « %s »", (a, b) => expect(phonetiqueDuMot(a)).toBe(phonetiqueDuMot(b)));

  it("la clé d’un nom et d’un prénom inversés est la même", () =>
    expect(cleDuNom("Diallo", "Aminata")).toBe(cleDuNom("Aminata", "Diallo")));
});

describe("fautes de frappe", () => {
  it.each([
    ["MARTIN", "MARTIN", 0],
    ["MARTIN", "MATRIN", 1],
    ["MARTIN", "MARTN", 1],
    ["MARTIN", "MARTTIN", 1],
    ["MARTIN", "MERTON", 2],
    ["MARTIN", "DURAND", 3],
  ])("de %s à %s : %i", (a, b, n) => expect(fautes(a, b, 2)).toBe(n));

  it("un nom court à une lettre près est un autre nom", () => expect(proches("ALI", "ALY")).toBe(false));

  it("est symétrique", () =>
    fc.assert(fc.property(fc.string(), fc.string(), fc.nat(3), (a, b, max) => fautes(a, b, max) === fautes(b, a, max))));
});

describe("dates de naissance", () => {
  it.each([
    ["1990-03-14", "1990-03-14", "EXACTE"],
    ["1990-01-01", "1990-01-01", "FAIBLE"],
    ["1990-00-00", "1990-03-14", "PARTIELLE"],
    ["1990-03-00", "1990-03-14", "PARTIELLE"],
    ["1990-03-00", "1990-04-14", "PARTIELLE"],
    ["1990-03-05", "1990-05-03", "INVERSION"],
    ["1990-03-14", "1990-03-15", "FAUTE_JOUR"],
    ["1990-03-14", "1980-03-14", "FAUTE_ANNEE"],
    ["1990-03-14", "1971-08-22", "DIFFERENTE"],
    ["1990-03-14", null, "INCONNUE"],
  ])("%s et %s : %s", (a, b, accord) => expect(date(a, b)).toBe(accord));
});

describe("numéros", () => {
  it.each([
    ["2820251108030", "94"],
    ["1770393050005", "66"],
    ["2730799404078", "91"],
    ["1810693050030", "87"],
    ["193122A004002", "91"],
    ["193122B004002", "21"],
  ])("la clé du NIR de référence %s est %s", (nir, cle) => {
    expect(cleNir(nir)).toBe(cle);
    expect(nirSansFaute(nir + cle)).toBe(true);
  });

  it("une faute d’un chiffre dans un NIR de 15 caractères se voit toujours à sa clé", () => {
    const nir = fc.tuple(fc.constantFrom("1", "2"), fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.nat(999_999));
    fc.assert(
      fc.property(nir, fc.nat(12), fc.integer({ min: 1, max: 9 }), ([sexe, annee, mois, reste], place, ecart) => {
        const bon = `${sexe}${String(annee).padStart(2, "0")}${String(mois).padStart(2, "0")}99${String(reste).padStart(6, "0")}`;
        const complet = bon + cleNir(bon);
        const faux = complet.slice(0, place) + ((Number(complet[place]) + ecart) % 10) + complet.slice(place + 1);
        return lireNir(complet) && "nir" in lireNir(complet) && !nirSansFaute(faux);
      }),
    );
  });

  it.each([
    ["9401234567A", "1234567A", true],
    ["1234567A", "9401234567A", true],
    ["9401234567A", "9411234567A", false],
    ["1234567A", "1234567B", false],
  ])("France Travail : %s et %s", (a, b, meme) => expect(memeNumeroFranceTravail(a, b)).toBe(meme));
});

describe("résoudre une identité", () => {
  it("personne de connu : AUCUN", () => expect(resultat(AMINA)).toEqual({ resultat: "AUCUN", candidats: [] }));

  it("le même NIR, nom changé par un mariage : UNIQUE", () =>
    expect(resultat({ ...AMINA, nom: "Durand", foyers: [] }, AMINA)).toMatchObject({ resultat: "UNIQUE", allocataire: "p0" }));

  it.each([
    ["un autre prénom (jumelle)", { prenoms: ["Yasmine"] }],
    ["une autre date", { dateNaissance: "1971-08-22" }],
    ["un autre nom et un autre prénom", { nom: "Castel", prenoms: ["Bruno"] }],
    ["l’année d’un parent", { dateNaissance: "1960-03-14" }],
  ])("le même NIR avec %s : CONFLIT", (_, autre) => expect(resultat({ ...AMINA, ...autre, foyers: [] }, AMINA).resultat).toBe("CONFLIT"));

  it("le NIR corrigé en date dans le même dossier : UNIQUE", () =>
    expect(resultat({ ...AMINA, dateNaissance: "1971-08-22" }, AMINA).resultat).toBe("UNIQUE"));

  it("un NIR remplace un numéro d’attente", () => {
    const attente = { ...AMINA, numeros: [{ ...NIR, valeur: "8900399999001" }] };
    expect(resultat(AMINA, attente)).toMatchObject({ resultat: "UNIQUE", allocataire: "p0" });
  });

  it("l’état civil seul, même entier, ne suffit jamais", () => {
    const nu = { ...sansNumero, prenoms: ["Amina"], communeNaissance: null, codeInsee: null };
    expect(resultat(nu, nu)).toMatchObject({ resultat: "PLUSIEURS", candidats: [{ id: "p0" }] });
  });

  it.each([
    ["jumeaux", { prenoms: ["Yasmine"], rangNaissance: 2 }],
    ["jumeaux aux prénoms voisins", { prenoms: ["Amino"] }],
    ["homonyme né un autre jour", { dateNaissance: "1971-08-22" }],
    ["père et fils du même nom", { dateNaissance: "1960-03-14" }],
    ["homonyme au NIR différent", { numeros: [{ ...NIR, valeur: "2900375112223" }] }],
  ])("%s : jamais rattachés seuls", (_, autre) => {
    const connue = { ...AMINA, foyers: [] };
    const recue = { ...connue, numeros: [], ...autre };
    expect(resultat(recue, connue).resultat).not.toBe("UNIQUE");
  });

  it.each([
    ["une faute dans le nom", { nom: "Ben Alli" }],
    ["une faute dans le prénom", { prenoms: ["Aminna"] }],
    ["jour et mois inversés", { dateNaissance: "1990-12-03" }],
    ["nom et prénom inversés", { nom: "Amina", prenoms: ["Ben Ali"] }],
  ])("sans NIR, au même dossier et au même rôle, %s : UNIQUE", (_, autre) =>
    expect(
      resultat({ ...AMINA, ...autre, numeros: [] }, { ...AMINA, dateNaissance: "dateNaissance" in autre ? "1990-03-12" : "1990-03-14" }),
    ).toMatchObject({ resultat: "UNIQUE" }),
  );

  it("deux personnes connues se valent : PLUSIEURS, les deux sont montrées", () => {
    const r = resultat({ ...AMINA, numeros: [], foyers: [] }, { ...AMINA, foyers: [] }, { ...AMINA, foyers: [], numeros: [] });
    expect(r.resultat).toBe("PLUSIEURS");
    expect(r.candidats.map((c) => c.id).sort()).toEqual(["p0", "p1"]);
  });

  it("le NIR désigne l’une et le dossier une autre : on reste à la personne du dossier", () => {
    const autre = { ...AMINA, nom: "Castel", prenoms: ["Bruno"], dateNaissance: "1971-08-22", foyers: [] };
    expect(resultat(AMINA, autre, { ...AMINA, numeros: [] })).toMatchObject({ resultat: "UNIQUE", allocataire: "p1" });
  });

  it("aucune raison ne porte une valeur de la personne", () => {
    const raisons = resultat(AMINA, AMINA)
      .candidats.flatMap((c) => c.raisons)
      .join(" ");
    for (const valeur of ["Ben", "Amina", "1990", NIR.valeur, "94028", "TUNIS", "24000000094"]) expect(raisons).not.toContain(valeur);
  });
});

describe("comparer deux identités", () => {
  const mot = fc.constantFrom("Ben Ali", "Durand", "Diallo", "Martin-Duval", "Amina", "Jean-Pierre", "Jean", "Le", "Aly");
  const identite = fc.record<Identite>({
    nom: mot,
    nomUsage: fc.option(mot),
    prenoms: fc.array(mot, { maxLength: 3 }),
    dateNaissance: fc.option(fc.constantFrom("1990-03-14", "1990-00-00", "1990-01-01", "1980-03-14", "1990-03-04", "1990-04-03")),
    dateCertaine: fc.boolean(),
    rangNaissance: fc.option(fc.constantFrom(1, 2)),
    sexe: fc.option(fc.constantFrom("1", "2")),
    communeNaissance: fc.option(fc.constantFrom("TUNIS", "PARIS", "PARIS 12")),
    codeInsee: fc.option(fc.constantFrom("94028", "94017")),
    telephone: fc.option(fc.constantFrom("0612345678", "+33612345678")),
    courriel: fc.option(fc.constantFrom("a@b.fr")),
    numeros: fc.array(
      fc.constantFrom<Numero>(NIR, { ...NIR, valeur: "2900399001009" }, { type: "MATRICULE_CAF", valeur: "0012345", organisme: "CAF941" }),
      { maxLength: 2 },
    ),
    foyers: fc.array(fc.record({ numeroDemande: fc.constantFrom("1", "2"), role: fc.option(fc.constantFrom("DEM", "CJT")) }), {
      maxLength: 2,
    }),
  });

  it("est symétrique", () =>
    fc.assert(
      fc.property(identite, identite, (a, b) => {
        const [x, y] = [lireIdentite(a), lireIdentite(b)];
        expect(comparer(x, y).sort()).toEqual(comparer(y, x).sort());
      }),
    ));
});
