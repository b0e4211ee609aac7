import { type DirectiveNode, type DocumentNode, parse } from "graphql";
import { demoCallers } from "../gateway/demo-clients";
import { accessDirectives, scopesOf, shortName } from "../gateway/supergraph-directives";
import { CLASSES, type ClasseDonnee, RELATIONS, type Relation } from "../subgraphs/shared/droits/classes";
import { type Lecture, lecture } from "../subgraphs/shared/droits/matrice";
import { estOuverte, POLITIQUE } from "../subgraphs/shared/droits/politique";
import { type Caller, FINALITES, portee, SCOPES } from "../subgraphs/shared/identity";

/** What each class says, and the text that protects it: one sentence a class. */
const DIT: Record<ClasseDonnee, string> = {
  PUBLIQUE:
    "Ne dit rien d’une personne : référentiels, catalogue, indicateurs. Librement réutilisable (CRPA, art. L. 312-1-1) ; un jeton valable suffit, droits (scopes) en sus.",
  ORDINAIRE:
    "Fait d’organisation ou de technique sur un dossier : identifiants du hub, dates d’échange, qui travaille où. Donnée personnelle sans contenu (RGPD, art. 4-1 et 5-1-f).",
  IDENTITE:
    "Qui est la personne : nom, naissance, coordonnées, numéros. Lue par qui doit la reconnaître ou la joindre (RGPD, art. 5-1-c et 6-1-e).",
  SOCIALE:
    "Comment elle vit et ce qui se décide : ressources, foyer, droits, orientation, contrat, rendez-vous, sanctions. Couverte par le secret professionnel (CASF L. 262-44).",
  SANTE: "Sa santé, ou ce qui la dit : contraintes du diagnostic, motifs d’exemption, observations. Donnée sensible (RGPD, art. 9).",
  NIR: "Un numéro qui est, ou peut être, son NIR. Usage limité par décret (loi 78-17, art. 30 ; décret 2019-341) ; conservé chiffré.",
};
const LIEN: Record<Relation, string> = {
  REFERENT: "son référent",
  ORGANISME: "son organisme",
  TERRITOIRE: "le territoire",
  AUCUNE: "sans lien",
};
const MOT: Record<Lecture, string> = { LU: "lit", MASQUE: "masqué", REFUSE: "refusé", INCONNUE: "—" };
/** Kinds of the organismes of the demo's clients, by the letters of their code. */
const NATURES: Record<string, string> = { CD: "DEPARTEMENT", FT: "FRANCE_TRAVAIL", REMOB: "DELEGATAIRE" };

const ligne = (cellules: readonly string[]) => `| ${cellules.join(" | ")} |`;
const table = (entete: readonly string[], lignes: readonly (readonly string[])[]) =>
  [ligne(entete), ligne(entete.map(() => "---")), ...lignes.map(ligne)].join("\n");

/** `docs/droits.md`, whole: who reads what, under which purpose, tied how, and why. Written by « npm run schema », compared by « --check ». */
export function pageDesDroits(supergraph: string, api: string): string {
  return [INTRODUCTION, classes(), politique(), raisons(), clients(), coordonnees(parse(api, { noLocation: true })), scopes(supergraph)]
    .join("\n\n")
    .concat("\n");
}

const INTRODUCTION = `# Qui lit quoi, et pourquoi

Page écrite par \`npm run schema\` depuis les données que le hub applique : elle ne peut pas dire autre chose que lui.
Elle s’adresse au délégué à la protection des données et à qui enregistre un client.

Chaque champ, argument et champ d’entrée du schéma porte une classe de donnée (\`@donnee(classe: …)\`) : sans elle, un sous-graphe ne se construit pas, et la passerelle refuse de démarrer.
Les noms de types et les valeurs d’énumérations sont publics : ce sont des listes de codes.
Le jeton d’un client porte une finalité, parmi celles pour lesquelles il est enregistré ([veille.md](veille.md)) ; un jeton qui en porte une autre est refusé.
Une lecture doit passer trois fois, chacune suffit à refuser :

1. la passerelle juge le document entier avant d’appeler qui que ce soit : finalité × classe, et droits (scopes). Un champ refusé est nul, ou une liste vide, avec FORBIDDEN ; un argument refusé (filtre, tri) refuse le champ qui le porte, compte compris ; une mutation dont une partie est refusée n’est pas appliquée ;
2. le sous-graphe refait le même jugement, par le même code, sur ce qu’on lui demande ;
3. PostgreSQL ne rend que les lignes que la relation avec la personne ouvre à cette finalité, et les colonnes de NIR et de santé que la finalité ouvre. Une personne hors de portée n’existe pas.

La politique tient dans \`subgraphs/shared/droits/politique.ts\`, les classes dans \`subgraphs/<nom>/classes.ts\`.`;

const classes = () =>
  `## Les classes\n\n${table(
    ["classe", "ce qu’elle dit, ce qui la protège"],
    CLASSES.map((classe) => [classe, DIT[classe]]),
  )}`;

function politique(): string {
  const cellule = (finalite: (typeof FINALITES)[number], classe: ClasseDonnee) => {
    const une = POLITIQUE[finalite][classe];
    if (!estOuverte(une)) return "jamais";
    const agent = une.relationAgent ? ` (un agent : ${LIEN[une.relationAgent]})` : "";
    return `${LIEN[une.relation]}${agent}${une.droit ? `, droit ${une.droit}` : ""}`;
  };
  return `## Ce que chaque finalité ouvre

La relation la plus lointaine qui lit : « le territoire » pour un système qui répond de tout le département, « son organisme » pour qui la suit, « son référent » pour elle seule. Une relation plus proche lit toujours.
Qui ne lit pas l’identité (« jamais ») ne voit aucune personne : ce qui est ORDINAIRE d’elle non plus.
NIR « jamais » : les lignes restent, leur valeur est masquée (\`masquee: true\`) dès que l’identité se lit.
Un jeton sans finalité n’ouvre que PUBLIQUE.

${table(
  ["finalité", ...CLASSES],
  FINALITES.map((finalite) => [finalite, ...CLASSES.map((classe) => cellule(finalite, classe))]),
)}`;
}

function raisons(): string {
  const lignes = FINALITES.flatMap((finalite) =>
    CLASSES.map((classe) => {
      const une = POLITIQUE[finalite][classe];
      return [finalite, classe, estOuverte(une) ? "ouverte" : "fermée", estOuverte(une) ? une.raison : une.jamais];
    }),
  );
  return `### Pourquoi\n\n${table(["finalité", "classe", "", "raison"], lignes)}`;
}

function clients(): string {
  const nature = ({ organisme }: Caller) => (organisme === null ? null : NATURES[/^[A-Z]+/.exec(organisme)![0]]!);
  const lignes = [...demoCallers().values()].flatMap((caller) =>
    RELATIONS.map((relation) => [
      caller.client,
      `${caller.finalite}`,
      LIEN[relation],
      ...CLASSES.map((classe) => MOT[lecture(caller, portee(caller, nature(caller)), classe, relation)]),
    ]),
  );
  return `## Client × classe × relation

Les clients de la démonstration. « — » : la personne n’existe pas pour ce client. « masqué » : la ligne est là, sa valeur non. Les droits (scopes) du client s’y ajoutent, et ne peuvent que refuser davantage.

${table(["client", "finalité", "relation avec la personne", ...CLASSES], lignes)}`;
}

/** Coordinates of the public API by class, then by type; arguments between brackets. */
function coordonnees(api: DocumentNode): string {
  const parClasse = new Map<ClasseDonnee, Map<string, string[]>>(CLASSES.map((classe) => [classe, new Map()]));
  const garder = (type: string, nom: string, directives: readonly DirectiveNode[] | undefined) => {
    const value = directives?.find((one) => one.name.value === "donnee")?.arguments?.[0]?.value as { value: ClasseDonnee };
    const types = parClasse.get(value.value)!;
    types.set(type, [...(types.get(type) ?? []), nom]);
  };
  for (const type of api.definitions as readonly any[]) {
    for (const champ of Array.isArray(type.fields) ? type.fields : []) {
      garder(type.name.value, champ.name.value, champ.directives);
      for (const argument of champ.arguments ?? [])
        garder(type.name.value, `${champ.name.value}(${argument.name.value})`, argument.directives);
    }
  }
  const sections = [...parClasse].map(([classe, types]) => {
    const nombre = [...types.values()].reduce((somme, noms) => somme + noms.length, 0);
    const lignes = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, noms]) => `- **${type}** : ${noms.join(", ")}`);
    return `### ${classe} (${nombre.toLocaleString("fr-FR")})\n\n${DIT[classe]}\n\n${lignes.join("\n")}`;
  });
  return `## Les coordonnées, classe par classe\n\nUn nom entre parenthèses est un argument du champ.\n\n${sections.join("\n\n")}`;
}

function scopes(supergraph: string): string {
  const par = new Map<string, string[]>();
  for (const [coordonnee, directives] of accessDirectives(parse(supergraph, { noLocation: true })))
    for (const directive of directives.filter((one) => shortName(one) === "requiresScopes"))
      for (const scope of new Set(scopesOf(directive).flat())) par.set(scope, [...(par.get(scope) ?? []), coordonnee]);
  const lignes = Object.entries(SCOPES).map(([scope, ouvre]) => [
    `\`${scope}\``,
    ouvre,
    (par.get(scope) ?? []).join(", ") || "lu par une règle, ligne par ligne",
  ]);
  return `## Les droits (scopes) demandés en plus\n\n${table(["droit", "ce qu’il ouvre", "coordonnées qui l’exigent"], lignes)}`;
}
