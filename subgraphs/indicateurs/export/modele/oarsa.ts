import { CLASSES, type DefinitionLue, definitions, type MesureLue, mesurer, valeur } from "../mesures";
import { absence } from "../tableur/classeur";
import { NOMMER, nommer, part } from "./commun";
import type { Contenu, TableauNu, Travail } from "./modele";

const TABLEAUX: Record<string, string> = {
  OARSA_T1: "1. Personnes soumises aux droits et devoirs, par orientation",
  OARSA_T2: "2. Inscription à France Travail et contrats en cours",
  OARSA_T3: "3. Durée des contrats",
  OARSA_T4: "4. Actions inscrites aux contrats",
  OARSA_T5: "5. Entrants : orientation et premier contrat",
  OARSA_T6: "6. Réorientations",
};

const COUPES = Object.keys(CLASSES);

/** The survey of the DREES: a sheet a table, a row a line of the form, a column a class of age, sex, family situation and seniority. */
export async function oarsa({ demande, periode, poser, avance }: Travail): Promise<Contenu> {
  const lignes = await definitions(poser, "oarsa");
  const calculees = lignes.filter(({ calcule }) => calcule);
  const demandes = calculees.flatMap((d) =>
    COUPES.filter((coupe) => d.ventilations.includes(coupe)).map((ventilation) => ({
      ...periode,
      code: d.code,
      territoire: demande.territoire,
      ventilation,
    })),
  );
  const total = demandes.length;
  const faites = await mesurer(poser, demandes, demande.connuLe, (fait) => avance(fait, total));
  const mesures = new Map(demandes.map(({ code, ventilation }, rang) => [`${code} ${ventilation}`, faites[rang]!]));
  const tableaux = Object.entries(TABLEAUX).map(([cle, titre]) =>
    tableau(
      cle,
      titre,
      lignes.filter((d) => d.tableau === cle),
      mesures,
    ),
  );
  return {
    tableaux,
    mesures: faites,
    definitions: lignes,
    sources: ["Enquête OARSA de la DREES (orientation et accompagnement des bénéficiaires du RSA)"],
  };
}

function tableau(cle: string, titre: string, lignes: readonly DefinitionLue[], mesures: ReadonlyMap<string, MesureLue | null>): TableauNu {
  const classes = COUPES.flatMap((coupe) => Object.entries(CLASSES[coupe]!).map(([nom, intitule]) => ({ coupe, nom, intitule })));
  return {
    cle,
    nom: `OARSA ${cle.at(-1)}`,
    titre: `OARSA, tableau ${titre}`,
    colonnes: [
      ...NOMMER,
      { cle: "ensemble", titre: "Ensemble" },
      ...classes.map(({ coupe, nom, intitule }) => ({ cle: `${coupe}_${nom}`, titre: intitule })),
    ],
    lignes: lignes.map((d) => {
      const premiere = COUPES.map((coupe) => mesures.get(`${d.code} ${coupe}`)).find((mesure) => mesure);
      return [
        ...nommer(d),
        valeur(premiere),
        ...classes.map(({ coupe, nom }) =>
          d.calcule && !d.ventilations.includes(coupe) ? absence("SANS_OBJET") : part(mesures.get(`${d.code} ${coupe}`) ?? null, d, nom),
        ),
      ];
    }),
  };
}
