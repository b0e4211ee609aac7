import { cellule, type DefinitionLue, definitions, formatDe, MESURE, type MesureLue, mesurer } from "../mesures";
import { absence, type Cellule, date, nombre, texte, texteOuRien } from "../tableur/classeur";
import { controlesDuSuivi } from "./controles-suivi";
import { feuilleDeRoute } from "./feuille-de-route";
import type { Contenu, TableauNu, Travail } from "./modele";
import { type LigneSuivie, type OfficielLu, officielAu, type ResultatLu, resultatAu } from "./suivi-connu";

const SUIVI = `query ($departement: String!, $annee: Int!) {
  suiviContrat(departement: $departement, annee: $annee) {
    code fiche portee indicateur producteur situation2023 cibles { annee cible lue { valeur } }
    mesure { ${MESURE} } officiel { version valeur texte recuLe precedents { version valeur texte recuLe } } }
  historiqueResultats(departement: $departement, annee: $annee, territoire: $departement) { code valeur texte preuve par le statut statueLe } }`;

const ORIGINES: Record<string, string> = { CALCULEE: "calculé", SAISIE: "saisi", RECUE: "reçu de France Travail", ABSENTE: "absent" };
const STATUTS: Record<string, string> = { A_VALIDER: "à valider", VALIDE: "validé", REJETE: "rejeté" };

/** The table of the contract, line by line: situation, targets as written, result and where it comes from, official figure beside it. */
export async function suivi(travail: Travail): Promise<Contenu> {
  const { demande, poser } = travail;
  const data = await poser(SUIVI, { departement: demande.departement, annee: demande.annee });
  const lues: LigneSuivie[] = data.suiviContrat ?? [];
  const lignes = demande.connuLe === null ? lues : await connues(travail, lues);
  const codes = new Set(lignes.map(({ code }) => code));
  const dites = (await definitions(poser, null)).filter(({ code }) => codes.has(code));
  return {
    tableaux: [
      tableau(demande.annee, lignes, dites, data.historiqueResultats ?? [], demande.connuLe),
      await feuilleDeRoute(travail),
      ...(demande.connuLe === null ? [await controlesDuSuivi(travail)] : []),
    ],
    mesures: lignes.flatMap(({ mesure }) => (mesure?.definition.calcule ? [mesure] : [])),
    definitions: dites,
    sources: ["Contrat départemental, annexe 4 (indicateurs) et feuille de route France Travail, tels qu’écrits"],
  };
}

/** The lines as they were known on a day: what the hub counts is counted again as of then. */
async function connues({ demande, periode, poser, avance }: Travail, lignes: readonly LigneSuivie[]): Promise<LigneSuivie[]> {
  const calculees = lignes.filter(({ mesure }) => mesure?.definition.calcule);
  const demandes = calculees.map(({ code }) => ({ code, territoire: demande.territoire, ...periode }));
  const mesures = await mesurer(poser, demandes, demande.connuLe, (fait) => avance(fait, demandes.length));
  const parCode = new Map(calculees.map(({ code }, rang) => [code, mesures[rang]!]));
  return lignes.map((ligne) => ({ ...ligne, mesure: parCode.get(ligne.code) ?? null }));
}

function tableau(
  annee: number,
  lignes: readonly LigneSuivie[],
  dites: readonly DefinitionLue[],
  historique: readonly ResultatLu[],
  connuLe: string | null,
): TableauNu {
  const annees = [...new Set(lignes.flatMap(({ cibles }) => cibles.map((cible) => cible.annee)))].sort();
  return {
    cle: "SUIVI",
    nom: "Suivi du contrat",
    titre: `Tableau de suivi du contrat, ${annee}`,
    colonnes: [
      { cle: "code", titre: "Code" },
      { cle: "fiche", titre: "Fiche" },
      { cle: "portee", titre: "Portée" },
      { cle: "indicateur", titre: "Indicateur" },
      { cle: "producteur", titre: "Producteur du chiffre officiel" },
      { cle: "situation_2023", titre: "Situation 2023" },
      ...annees.map((a) => ({ cle: `cible_${a}`, titre: `Cible ${a}` })),
      { cle: "origine", titre: "Origine du résultat" },
      { cle: "resultat", titre: `Résultat ${annee}` },
      { cle: "unite", titre: "Unité" },
      { cle: "numerateur", titre: "Numérateur" },
      { cle: "denominateur", titre: "Dénominateur" },
      { cle: "ecart", titre: "Résultat moins cible" },
      { cle: "resultat_saisi", titre: "Résultat saisi" },
      { cle: "resultat_en_mots", titre: "Résultat en mots" },
      { cle: "saisi_par", titre: "Saisi par" },
      { cle: "preuve", titre: "Preuve" },
      { cle: "validation", titre: "Validation" },
      { cle: "officiel", titre: "Chiffre officiel de France Travail" },
      { cle: "officiel_recu", titre: "Reçu le" },
      { cle: "version", titre: "Version de la définition" },
    ],
    lignes: lignes.map((ligne) => {
      const saisie = resultatAu(historique, ligne.code, connuLe);
      return [
        texte(ligne.code),
        texteOuRien(ligne.fiche),
        texte(ligne.portee),
        texte(ligne.indicateur),
        texte(ligne.producteur),
        texteOuRien(ligne.situation2023),
        ...annees.map((a) => texteOuRien(ligne.cibles.find((cible) => cible.annee === a)?.cible)),
        ...resultat(
          ligne,
          saisie,
          officielAu(ligne.officiel, connuLe),
          dites.find(({ code }) => code === ligne.code),
          annee,
        ),
      ];
    }),
  };
}

/** What is computed comes first, then what was entered, then what was received: each in its own columns, never confused. */
function resultat(
  { mesure, cibles }: LigneSuivie,
  saisie: ResultatLu | null,
  officiel: OfficielLu | null,
  dite: DefinitionLue | undefined,
  annee: number,
): Cellule[] {
  const calculee = mesure?.definition.calcule ? mesure : null;
  const unite = dite?.unite ?? null;
  const format = unite === null ? "nombre" : formatDe(unite);
  const valeur = calculee ? cellule(calculee, "valeur", format) : nombre(saisie?.valeur, format);
  const origine = calculee ? "CALCULEE" : saisie ? "SAISIE" : officiel ? "RECUE" : "ABSENTE";
  const cible = cibles.find((c) => c.annee === annee)?.lue.valeur ?? null;
  return [
    texte(ORIGINES[origine]!),
    valeur,
    texteOuRien(unite),
    ...(calculee ? comptes(calculee, format === "pourcentage") : [absence("SANS_OBJET"), absence("SANS_OBJET")]),
    "absence" in valeur ? valeur : cible === null || !("nombre" in valeur) ? absence("SANS_OBJET") : nombre(valeur.nombre - cible, format),
    saisie ? nombre(saisie.valeur, format) : absence("SANS_OBJET"),
    saisie?.texte ? texte(saisie.texte) : absence("SANS_OBJET"),
    saisie ? texte(saisie.par) : absence("SANS_OBJET"),
    saisie ? texte(saisie.preuve) : absence("SANS_OBJET"),
    saisie ? texte(STATUTS[saisie.statut]!) : absence("SANS_OBJET"),
    officiel === null ? absence("NON_CONNU") : officiel.valeur === null ? texteOuRien(officiel.texte) : nombre(officiel.valeur, format),
    officiel === null ? absence("NON_CONNU") : date(officiel.recuLe.slice(0, 10)),
    nombre((calculee?.definition ?? dite)?.version, "entier"),
  ];
}

const comptes = (mesure: MesureLue, taux: boolean): Cellule[] => [
  cellule(mesure, "numerateur", taux ? "entier" : formatDe(mesure.definition.unite)),
  mesure.definition.denominateur === null ? absence("SANS_OBJET") : cellule(mesure, "denominateur", "entier"),
];
