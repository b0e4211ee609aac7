import { type DocumentNode, type FieldNode, isObjectType, type OperationDefinitionNode, parse } from "graphql";
import { cibleDeLOrientation } from "../subgraphs/allocataires/transmission/cible-orientation.repository";
import { porteursDesNumeros } from "../subgraphs/allocataires/transmission/numero-france-travail.repository";
import { CLIENT_FRANCE_TRAVAIL } from "../subgraphs/echanges/france-travail/lecteur-plateforme";
import type { ActeRecu, FaitsDuHub, IssueActe } from "../subgraphs/echanges/reception/fait-recu";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { Clock } from "../subgraphs/shared/clock";
import { depuisPartenaire } from "../subgraphs/shared/contrat/correspondance/correspondance";
import { ORGANISME_ORIENTATION_FT } from "../subgraphs/shared/contrat/correspondance/organisme";
import type { Transaction } from "../subgraphs/shared/database";
import type { Caller } from "../subgraphs/shared/identity";
import { insertConsultation } from "../subgraphs/shared/journal";
import { newOperation } from "../subgraphs/shared/operation";
import type { Subgraph } from "../subgraphs/shared/subgraph";
import { mutationIndex, runUseCase } from "./decision";

const SCOPES: ReadonlySet<string> = new Set([
  "allocataires.lire",
  "orientation.decider",
  "contrat.signer",
  "manquement.signaler",
  "sanction.lire",
  "sanction.proposer",
  "sanction.instruire",
  "sanction.decider",
  "rendez-vous.lire",
  "rendez-vous.gerer",
  "prescription.gerer",
]);

/** The use cases of the hub, run in the name of France Travail: its organisme in the département, its source, its rights. */
export function faitsDuHub({ subgraphs, clock }: { subgraphs: Subgraph[]; clock: Clock }): FaitsDuHub {
  const index = mutationIndex(subgraphs);
  const documents = new Map<string, DocumentNode>();
  const allocataires = subgraphs.find(({ name }) => name === "allocataires")!;
  const appelants = new Map<string, Promise<Caller>>();
  const appelant = (departement: string): Promise<Caller> => {
    const connu = appelants.get(departement) ?? appelantFranceTravail(allocataires, departement, clock);
    appelants.set(departement, connu);
    connu.catch(() => appelants.delete(departement));
    return connu;
  };
  const personnesParNumero = async (departement: string, numeros: readonly string[]): Promise<Map<string, string>> => {
    if (numeros.length === 0) return new Map();
    const [caller, le] = [await appelant(departement), clock.now()];
    return lectureDuDepartement(allocataires, departement, le, async (tx) => {
      const porteurs = await porteursDesNumeros(tx, departement, numeros);
      const operation = newOperation("personnesParNumeroFranceTravail");
      const vues = [...new Set(porteurs.values())];
      await insertConsultation(tx, {
        nature: "LECTURE",
        operation,
        subgraph: "allocataires",
        caller,
        allocataires: vues,
        champs: ["Allocataire.identifiants"],
        le,
      });
      return porteurs;
    });
  };
  return {
    personnesParNumero,
    personneParNumero: async (departement, numero) => (await personnesParNumero(departement, [numero])).get(numero) ?? null,
    cibleDeLOrientation: (departement, { categorie, organisme, structure }) => {
      const type = organisme ? depuisPartenaire(ORGANISME_ORIENTATION_FT, organisme) : null;
      const [le, dite] = [clock.now(), { categorie, type, codeAurore: structure ?? null }];
      return lectureDuDepartement(allocataires, departement, le, (tx) => cibleDeLOrientation(tx, departement, dite, civilDateOf(le)));
    },
    appliquer: async (acte) => issueDe(acte, await runUseCase(useCaseDe(acte), await appelant(acte.departement), index)),
    lire: async (departement, allocataire, selection) => {
      const document = documents.get(selection) ?? documentDe(selection);
      documents.set(selection, document);
      const caller = await appelant(departement);
      const subgraph = sousGrapheDe(document, subgraphs);
      const representations = [{ __typename: "Allocataire", id: allocataire }];
      const operation = newOperation("faitsDuHub");
      const answer = await subgraph.execute({ document, variables: { representations }, caller, operation, now: () => clock.now() });
      if (answer.errors?.[0]) throw answer.errors[0];
      return (answer.data as { _entities: (Record<string, any> | null)[] })._entities[0] ?? null;
    },
  };
}

const useCaseDe = ({ mutation, variables, cle, le }: ActeRecu) => ({ mutation, variables: { ...variables, cleIdempotence: cle }, at: le });

/** A refusal of the use case is an issue; anything else (a base away, an argument that does not exist) is thrown. */
function issueDe({ mutation }: ActeRecu, issue: Awaited<ReturnType<typeof runUseCase>>): IssueActe {
  if (issue.code === null) return { applique: true, rejouee: issue.rejouee, resultat: issue.resultat };
  if (issue.prevu) return { applique: false, code: issue.code, message: issue.message };
  throw Object.assign(new Error(`${mutation} : ${issue.message}`), { code: issue.code });
}

function lectureDuDepartement<T>(subgraph: Subgraph, departement: string, le: Date, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return subgraph.database.write(subgraph.database.systemRights([departement], civilDateOf(le)), work);
}

async function appelantFranceTravail(allocataires: Subgraph, departement: string, clock: Clock): Promise<Caller> {
  const organisme = await lectureDuDepartement(allocataires, departement, clock.now(), (tx) =>
    tx.row<{ code: string }>(
      "select o.code from publie.organisme o where o.departement = $1 and o.type = 'FRANCE_TRAVAIL' order by o.code limit 1",
      [departement],
    ),
  );
  if (organisme === null)
    throw Object.assign(
      new Error(`Le hub ne connaît pas France Travail dans le département ${departement} : « unefois import organismes » d’abord.`),
      {
        code: "ORGANISME_INCONNU",
      },
    );
  const { code } = organisme;
  return {
    client: CLIENT_FRANCE_TRAVAIL,
    departement,
    organisme: code,
    agent: null,
    scopes: SCOPES,
    finalite: "ACCOMPAGNEMENT",
    source: "FRANCE_TRAVAIL",
  };
}

const documentDe = (selection: string): DocumentNode =>
  parse(
    `query faitsDuHub($representations: [_Any!]!) { _entities(representations: $representations) { ... on Allocataire { ${selection} } } }`,
  );

/** The subgraph whose Allocataire has all the fields of the selection. */
function sousGrapheDe(document: DocumentNode, subgraphs: Subgraph[]): Subgraph {
  const entites = (document.definitions[0] as OperationDefinitionNode).selectionSet.selections[0] as FieldNode;
  const fragment = entites.selectionSet!.selections[0] as unknown as { selectionSet: { selections: FieldNode[] } };
  const champs = fragment.selectionSet.selections.map(({ name }) => name.value);
  const trouve = subgraphs.find(({ schema }) => {
    const type = schema.getType("Allocataire");
    return isObjectType(type) && champs.every((champ) => champ in type.getFields());
  });
  if (!trouve) throw new Error(`Aucun sous-graphe n’a tous les champs « ${champs.join(", ")} » d’Allocataire.`);
  return trouve;
}
