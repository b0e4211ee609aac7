/** Lines of the contract that the hub does not compute: why, and who fills them in. `unefois import contrat` gives them their definition. */

const SAISI = "le résultat est saisi avec son auteur, sa date et sa preuve";
const parSolidarites = (quoi: string) =>
  `${quoi} : le hub tient les parcours des allocataires du RSA, pas cette action. La direction des solidarités ${SAISI.replace("le résultat est saisi", "saisit le résultat")}.`;

const INSERTION: Readonly<Record<string, string>> = {
  "L.I.V1.1": `L’ingénierie de projet se dit en mots : aucun fait ne la mesure. La chefferie de projet décrit l’avancement ; ${SAISI}.`,
  "L.I.V1.2": `Le paramétrage des systèmes est un livrable, non un fait du parcours. La chefferie de projet décrit l’avancement ; ${SAISI}.`,
  "L.I.V2.2.5": `Les résultats d’examen du permis de conduire ne sont transmis par aucun échange. L’auto-école sociale les donne au Département ; ${SAISI}.`,
  "N.I.V1.1": `Les équivalents temps plein sont connus des ressources humaines du Département ; ${SAISI}.`,
  "N.I.V1.2": `Les équivalents temps plein sont connus des ressources humaines du Département ; ${SAISI}.`,
  "N.I.V3.10": `La satisfaction se demande par enquête, que France Travail produit : le chiffre est reçu, ou ${SAISI}.`,
  "F.3": `Le hub sait si une décision suit la proposition du référentiel d’orientation, non quels référents s’en servent pour la préparer. L’équipe projet (Département et France Travail) le demande aux référents ; ${SAISI}.`,
  "F.19": `Le suivi des livrables des quatre groupes de travaux est celui de l’équipe projet ; ${SAISI}.`,
  "F.20": `L’animation de la communauté de professionnels se suit en comité départemental ; ${SAISI}.`,
  "F.21": `Les comités se suivent en préfecture et au Département ; ${SAISI}.`,
};

const SOLIDARITES = [
  ["L.S.1.1", 1, "Soutien scolaire des mineurs confiés"],
  ["L.S.1.2", 5, "Accompagnement des jeunes en fin de parcours de l’aide sociale à l’enfance"],
  ["L.S.1.3", 2, "Logements relais des femmes victimes de violences"],
  ["L.S.2.1", 1, "Accompagnement social lié au logement"],
  ["L.S.2.2", 5, "Accueils inconditionnels et accueils de jour"],
  ["L.S.2.3", 1, "Formation des professionnels des solidarités"],
  ["L.S.2.4", 2, "Santé des étudiants"],
  ["L.S.3.1", 2, "Vélo des jeunes majeurs confiés"],
  ["L.S.3.2", 11, "Alimentation saine et durable"],
  ["L.S.3.3", 4, "Visites énergie du SLIME"],
  ["N.S.1", 4, "Axe 1 des solidarités"],
  ["N.S.2", 8, "Axe 2 des solidarités"],
  ["N.S.3", 3, "Axe 3 des solidarités"],
] as const;

/** Why the hub does not compute a line, by code. */
export const NON_CALCULES: Readonly<Record<string, string>> = {
  ...INSERTION,
  ...Object.fromEntries(
    SOLIDARITES.flatMap(([fiche, lignes, quoi]) =>
      Array.from({ length: lignes }, (_, rang) => [`${fiche}.${rang + 1}`, parSolidarites(quoi)]),
    ),
  ),
};
