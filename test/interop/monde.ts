import { Kind, parse } from "graphql";
import { type LienFranceTravail, type OuvrirFranceTravail, ouvrirFranceTravail } from "../../hub/france-travail";
import { closeSubgraphs, openSubgraphs } from "../../hub/subgraphs";
import { CLIENT_PAR_DEFAUT, demarrerSimulateur, type Simulateur, type UsagerSimule } from "../../simulation/france-travail/serveur";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { newOperation } from "../../subgraphs/shared/operation";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import type { FranceTravailSettings } from "../../subgraphs/shared/settings";
import type { Subgraph } from "../../subgraphs/shared/subgraph";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY } from "../setup/subgraph";

/** The people of the fixtures, as France Travail knows them. */
export const USAGERS = {
  amina: usager(PEOPLE.amina, "90000000001", "290039402800101", "1990-03-14", "BENALI", "Amina"),
  bruno: usager(PEOPLE.bruno, "90000000002", "185079402800202", "1985-07-02", "CASTEL", "Bruno"),
  chantal: usager(PEOPLE.chantal, "90000000003", "275119401700303", "1975-11-30", "DIOP", "Chantal"),
  driss: usager(PEOPLE.driss, "90000000004", "199019402800404", "1999-01-05", "ETIENNE", "Driss"),
} as const;

function usager(allocataire: string, numeroFranceTravail: string, nir: string, dateNaissance: string, nom: string, prenom: string) {
  const adresse = { codeInseeCommune: "94028", codePostal: "94000", libelleCommune: "CRETEIL" };
  return { allocataire, numeroFranceTravail, nir, dateNaissance, nom, prenom, adresse } satisfies UsagerSimule & { allocataire: string };
}

/** Monday 2 February 2026, ten o’clock in Paris. */
export const DEPART = new Date("2026-02-02T09:00:00Z");

export interface OptionsMonde {
  depart?: Date;
  /** Settings that differ from `ouvrirMonde`’s own (depuis, versionOrientation…). */
  reglages?: Partial<FranceTravailSettings>;
  /** What differs in the link: objects, size of batches, client. */
  lien?: Partial<OuvrirFranceTravail>;
  /** Without: the people whom the hub and the simulator know are those of the fixtures. */
  usagers?: readonly UsagerSimule[];
}

export interface EchangeVu {
  id: string;
  objet: string;
  statut: string;
  allocataire: string | null;
  fait: string | null;
  tentatives: number;
  prochain_essai: Date | null;
  erreur_code: string | null;
  raison: string | null;
  identifiant_partenaire: string | null;
  identifiants_anterieurs: string[];
  canal: string;
  sens: string;
}

/** A hub on its database and a simulated SI Plateforme over HTTP, on one virtual clock. */
export interface Monde {
  base: TestDatabase;
  horloge: VirtualClock;
  simulateur: Simulateur;
  lien: LienFranceTravail;
  reglages: FranceTravailSettings;
  subgraphs: Subgraph[];
  /** Runs an operation in the subgraph that owns its first field, now. Throws the first error. */
  executer(document: string, variables?: Record<string, unknown>, caller?: Caller): Promise<any>;
  /** Turns events into exchanges. */
  suivre(): Promise<void>;
  /** Follows and sends until nothing is due in the virtual time given (default one hour: confirmations, not the waits of a day). */
  vider(pendantMs?: number): Promise<void>;
  /** Every reading, once; what they make known is followed. */
  lireTout(): Promise<void>;
  echanges(objet?: string): Promise<EchangeVu[]>;
  /** Another worker on the same queue. The caller stops it. */
  autreLien(options?: Partial<OuvrirFranceTravail>): Promise<LienFranceTravail>;
  fermer(): Promise<void>;
}

const HEURE_MS = 3_600_000;

export async function ouvrirMonde(options: OptionsMonde = {}): Promise<Monde> {
  const horloge = new VirtualClock(options.depart ?? DEPART);
  const base = await testDatabase();
  await loadFixtures(base.owner);
  await donnerLesNir(base);
  const simulateur = await demarrerSimulateur({ horloge, usagers: options.usagers ?? Object.values(USAGERS) });
  const reglages = reglagesPour(simulateur, options.reglages);
  const log = createLog("silent", "monde");
  const communs = { settings: reglages, databaseUrl: base.url, nirKey: NIR_KEY, log, clock: horloge, hasard: () => 0.5 };
  const pendant = <T>(travail: () => Promise<T>) => horloge.hold(travail);
  const autreLien = (autres: Partial<OuvrirFranceTravail> = {}) =>
    ouvrirFranceTravail({ ...communs, ...options.lien, ...autres, client: { pendant, ...options.lien?.client, ...autres.client } });
  const lien = await autreLien();
  const subgraphs = await openSubgraphs({ databaseUrl: base.url, nirKey: NIR_KEY, log, poolSize: 4, webhooksAdressesPrivees: true });
  const suivre = async () => {
    await numberEvents(base.owner);
    while ((await followOnce(base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges })) > 0);
  };
  return {
    base,
    horloge,
    simulateur,
    lien,
    reglages,
    subgraphs,
    suivre,
    autreLien,
    executer: (document, variables = {}, caller = CALLERS.departement) => executer(subgraphs, horloge, document, variables, caller),
    vider: (pendantMs = HEURE_MS) => vider({ horloge, lien, suivre }, pendantMs),
    lireTout: async () => {
      await lien.lectures.lireTout();
      await suivre();
    },
    echanges: async (objet) =>
      (
        await base.owner.query<EchangeVu>(
          "select * from echanges.echange where $1::text is null or objet = $1 order by ordre nulls first, rang, cree_le",
          [objet ?? null],
        )
      ).rows,
    fermer: async () => {
      await lien.arreter();
      await closeSubgraphs(subgraphs);
      await simulateur.arreter();
      await base.drop();
    },
  };
}

export const reglagesPour = (
  simulateur: Pick<Simulateur, "url" | "tokenUrl">,
  autres: Partial<FranceTravailSettings> = {},
): FranceTravailSettings => ({
  url: simulateur.url,
  tokenUrl: simulateur.tokenUrl,
  clientId: CLIENT_PAR_DEFAUT.id,
  clientSecret: CLIENT_PAR_DEFAUT.secret,
  departement: "94",
  agent: "BATCH",
  versionOrientation: 2,
  ...autres,
});

/** Jumps from one due instant to the next. */
export async function vider(
  { horloge, lien, suivre }: Pick<Monde, "horloge" | "lien" | "suivre">,
  pendantMs: number = HEURE_MS,
): Promise<void> {
  const fin = horloge.now().getTime() + pendantMs;
  for (;;) {
    await suivre();
    if ((await lien.moteur.tour()) > 0) continue;
    const prochain = await lien.moteur.prochain();
    if (prochain === null || prochain.getTime() > fin) return;
    horloge.advance(Math.max(0, prochain.getTime() - horloge.now().getTime()));
  }
}

async function executer(
  subgraphs: Subgraph[],
  horloge: VirtualClock,
  texte: string,
  variables: Record<string, unknown>,
  caller: Caller,
): Promise<any> {
  const document = parse(texte);
  const operation = document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION)!;
  const premier = operation.selectionSet.selections.find((s) => s.kind === Kind.FIELD)!;
  const champs = (schema: Subgraph["schema"]) => (operation.operation === "mutation" ? schema.getMutationType() : schema.getQueryType());
  const proprietaire = subgraphs.find(({ schema }) => champs(schema)?.getFields()[premier.name.value]);
  if (!proprietaire) throw new Error(`aucun sous-graphe n’a « ${premier.name.value} »`);
  const reponse = await proprietaire.execute({
    document,
    variables,
    caller,
    operation: newOperation("monde"),
    now: () => horloge.now(),
  });
  if (reponse.errors?.[0]) throw new Error(`${reponse.errors[0].message} ${JSON.stringify(reponse.errors[0].extensions)}`);
  return JSON.parse(JSON.stringify(reponse.data));
}

async function donnerLesNir(base: TestDatabase): Promise<void> {
  const cipher = new NirCipher(NIR_KEY);
  for (const { allocataire, nir } of Object.values(USAGERS))
    await base.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur_chiffree, empreinte, source, collectee_le, recue_le, certifiee)
       values ('94', $1, 'NIR', $2, $3, 'CAF', '2026-01-10', '2026-01-10', true)`,
      [allocataire, cipher.encrypt(nir), cipher.hash(nir)],
    );
}
