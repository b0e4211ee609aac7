import { parse } from "graphql";
import { type Abonnements, ouvrirAbonnements } from "../../hub/abonnements";
import { followOnce } from "../../subgraphs/shared/event-follower";
import { createLog } from "../../subgraphs/shared/log";
import { newOperation } from "../../subgraphs/shared/operation";
import { CALLERS, NIR_KEY } from "../setup/subgraph";
import type { Monde } from "./monde";

export interface MessageRecu {
  id: string;
  corps: { type: string; departement: string; allocataire: string | null; donnees: Record<string, any>; position: string };
}

/** France Travail, subscribed to events of the hub: the simulator checks the signatures of what it is sent. */
export interface FranceTravailAbonne {
  abonnement: string;
  /** Turns events into deliveries, and sends them. */
  livrer(): Promise<number>;
  recus(): Promise<MessageRecu[]>;
  /** Reads fields of a person in a subgraph, with the rights of demo-france-travail. */
  lirePersonne(sousGraphe: string, allocataire: string, selection: string): Promise<any>;
  fermer(): Promise<void>;
}

export async function abonnerFranceTravail(monde: Monde, types: string[]): Promise<FranceTravailAbonne> {
  const abonnements = await ouvrirAbonnements({
    databaseUrl: monde.base.url,
    nirKey: NIR_KEY,
    log: createLog("silent", "abonnés"),
    clock: monde.horloge,
    adressesPrivees: true,
  });
  const { abonner } = await monde.executer(
    "mutation ($u: String!, $t: [String!]!) { abonner(url: $u, types: $t) { ... on Abonnement { id secret } ... on Refus { message } } }",
    { u: `${monde.simulateur.url}/abonnements/reception`, t: types },
    CALLERS.franceTravail,
  );
  const controle = `${monde.simulateur.url}/controle/abonnement`;
  const reponse = await fetch(controle, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ secret: abonner.secret }),
  });
  if (!reponse.ok) throw new Error(`le simulateur refuse le secret : ${reponse.status}`);
  return {
    abonnement: abonner.id,
    livrer: () => livrer(monde, abonnements),
    recus: async () => (await fetch(controle)).json() as Promise<MessageRecu[]>,
    lirePersonne: (sousGraphe, allocataire, selection) => lirePersonne(monde, sousGraphe, allocataire, selection),
    fermer: () => abonnements.stop(),
  };
}

async function livrer(monde: Monde, abonnements: Abonnements): Promise<number> {
  await monde.suivre();
  while ((await followOnce(monde.base.owner, abonnements.suivi)) > 0);
  return abonnements.livrer();
}

async function lirePersonne(monde: Monde, sousGraphe: string, id: string, selection: string): Promise<any> {
  const answer = await monde.subgraphs
    .find(({ name }) => name === sousGraphe)!
    .execute({
      document: parse(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { ${selection} } } }`),
      variables: { r: [{ __typename: "Allocataire", id }] },
      caller: CALLERS.franceTravail,
      operation: newOperation("relecture"),
      now: () => monde.horloge.now(),
    });
  if (answer.errors?.[0]) throw answer.errors[0];
  return JSON.parse(JSON.stringify((answer.data as any)._entities[0]));
}
