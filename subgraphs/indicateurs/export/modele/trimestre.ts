import { type DemandeExport, enMots, trimestreAvant } from "../demande";
import { cellule, type DefinitionLue, definitions, formatDe, type MesureLue, mesurer, valeur } from "../mesures";
import { absence, type Cellule, nombre, texte } from "../tableur/classeur";
import { feuilleDesAlertes } from "./alertes";
import { NOMMER, nommer } from "./commun";
import { type Comparaison, periodesComparees } from "./comparaison";
import { feuilleDeRoute } from "./feuille-de-route";
import { feuillesDesFinances } from "./finances";
import { type Contenu, definitionsDe, type TableauNu, type Travail } from "./modele";
import { feuilleDesDelais, feuilleDuParcours } from "./trimestre-detail";

const CADRES = ["local", "national", "feuille-de-route"];

const PERIODES = ["trimestre", "avant", "unAnAvant", "cumul"] as const;

/** The report of a quarter: the lines of the contract compared in time, the pilot area, delays, local parcours, alerts, money. */
export async function rapport(travail: Travail): Promise<Contenu> {
  const { demande, poser } = travail;
  const lignes = (await definitions(poser, null)).filter(({ cadre, calcule }) => calcule && CADRES.includes(cadre));
  const pilote = demande.territoire === demande.departement ? `${demande.departement}-PILOTE` : null;
  const ensemble = await comparer(travail, lignes, demande.territoire, pilote === null ? 1 : 2, 0);
  const duPilote = pilote === null ? [] : await comparer(travail, lignes, pilote, 2, 1);
  const connuDuPilote = duPilote.some(({ trimestre }) => trimestre !== null);
  const parcours = await feuilleDuParcours(travail, lignes);
  const route = demande.territoire === demande.departement ? [await feuilleDeRoute(travail)] : [];
  const finances = demande.territoire === demande.departement ? await feuillesDesFinances(travail) : [];
  const mesures = [...ensemble, ...duPilote].flatMap((c) => PERIODES.map((quand) => c[quand]));
  return {
    tableaux: [
      feuille("INDICATEURS", "Indicateurs", "Indicateurs du trimestre", demande, ensemble),
      ...(connuDuPilote ? [feuille("PILOTE", "Zone pilote", `Indicateurs du trimestre, zone pilote ${pilote}`, demande, duPilote)] : []),
      feuilleDesDelais(ensemble),
      parcours.tableau,
      feuilleDesAlertes(ensemble),
      ...route,
      ...finances,
    ],
    mesures: [...mesures, ...parcours.mesures],
    definitions: definitionsDe(mesures),
    sources: ["Contrat départemental, annexes 3 et 4 ; feuille de route France Travail"],
  };
}

async function comparer(
  travail: Travail,
  lignes: readonly DefinitionLue[],
  territoire: string,
  tours: number,
  tour: number,
): Promise<Comparaison[]> {
  const { demande, poser, avance } = travail;
  const periodes = periodesComparees(demande as DemandeExport & { trimestre: number });
  const demandes = lignes.flatMap(({ code }) => PERIODES.map((quand) => ({ code, territoire, ...periodes[quand] })));
  const faites = await mesurer(poser, demandes, demande.connuLe, (fait) => avance(tour * demandes.length + fait, tours * demandes.length));
  return lignes.map((definition, rang) => {
    const [trimestre, avant, unAnAvant, cumul] = faites.slice(rang * PERIODES.length) as (MesureLue | null)[];
    return { definition, trimestre: trimestre!, avant: avant!, unAnAvant: unAnAvant!, cumul: cumul! };
  });
}

/** From one figure to another: in points for a rate, in percent for a number. Nothing when one is masked or not known, or when the first is 0. */
export function evolution(de: MesureLue | null, a: MesureLue | null): Cellule {
  if (de?.masquee || a?.masquee) return absence("MASQUE");
  if (!de || !a || de.valeur === null || a.valeur === null) return absence("NON_CONNU");
  if (formatDe(a.definition.unite) === "pourcentage") return nombre(a.valeur - de.valeur);
  return de.valeur === 0 ? absence("SANS_OBJET") : nombre((100 * (a.valeur - de.valeur)) / de.valeur, "pourcentage");
}

function feuille(cle: string, nom: string, titre: string, demande: DemandeExport, comparaisons: readonly Comparaison[]): TableauNu {
  const { annee, trimestre } = demande as DemandeExport & { trimestre: number };
  return {
    cle,
    nom,
    titre,
    colonnes: [
      ...NOMMER,
      { cle: "valeur", titre: enMots({ annee, trimestre }) },
      { cle: "numerateur", titre: "Numérateur" },
      { cle: "denominateur", titre: "Dénominateur" },
      { cle: "avant", titre: enMots(trimestreAvant({ annee, trimestre })) },
      { cle: "evolution", titre: "Évolution (en points pour un taux)" },
      { cle: "un_an_avant", titre: enMots({ annee: annee - 1, trimestre }) },
      { cle: "evolution_annuelle", titre: "Évolution sur un an (en points pour un taux)" },
      { cle: "cumul", titre: `Depuis le 1er janvier ${annee}` },
      { cle: "cible", titre: `Cible ${annee}` },
      { cle: "ecart", titre: "Cumul moins cible" },
    ],
    lignes: comparaisons.map(ligne),
  };
}

function ligne({ definition, trimestre, avant, unAnAvant, cumul }: Comparaison): Cellule[] {
  const format = formatDe(definition.unite);
  const cible = cumul?.cible ?? null;
  const compte = format === "pourcentage" ? "entier" : format;
  return [
    ...nommer(definition),
    valeur(trimestre),
    cellule(trimestre, "numerateur", compte),
    definition.denominateur === null ? absence("SANS_OBJET") : cellule(trimestre, "denominateur", "entier"),
    valeur(avant),
    evolution(avant, trimestre),
    valeur(unAnAvant),
    evolution(unAnAvant, trimestre),
    valeur(cumul),
    cible === null ? texte("sans cible chiffrée") : nombre(cible, format),
    cible === null
      ? absence("SANS_OBJET")
      : cumul!.masquee
        ? absence("MASQUE")
        : nombre(cumul!.valeur === null ? null : cumul!.valeur - cible, format),
  ];
}
