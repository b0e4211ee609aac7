import { gzipSync } from "node:zlib";
import type pg from "pg";
import { cloreLesCorrigees } from "../../subgraphs/allocataires/droits-des-personnes/clore-corrigees.repository";
import { addDays, civilDateOf } from "../../subgraphs/shared/civil-date";
import type { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import type { Clock } from "../../subgraphs/shared/clock";
import type { Caller } from "../../subgraphs/shared/identity";
import type { Log } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type RunningWork, startPeriodicWork } from "../../subgraphs/shared/periodic-work";
import { fichiersDe } from "./ecrire-export";
import { exporterPersonne } from "./exporter-personne";
import { personneDesignee } from "./lire-personne.repository";

/** Days before the limit when a request without an answer is told. */
const JOURS_D_ALERTE = 7;

export interface SuiviDesDemandes {
  url: string;
  nirKey: string;
  clock: Clock;
  log: Log;
  /** EXPORT_PERSONNE_JOURS: how long the files of a person wait for whoever answers her. */
  joursDeGarde: number;
  clients?: Pick<RegistreClients, "all">;
}

const A_FAIRE = `select d.departement, d.id, d.allocataire, d.statuee_par as organisme from allocataires.demande_de_droits d
  where d.nature in ('ACCES', 'PORTABILITE') and d.statut = 'ACCEPTEE'
    and not exists (select from allocataires.export_personne e where e.departement = d.departement and e.demande = d.id)
  order by d.limite limit 1`;

/** Prepares one file of a person that was agreed to. Returns how many were made. */
export async function preparerUnExport(
  client: pg.ClientBase,
  { nirKey, clock, joursDeGarde, clients }: Omit<SuiviDesDemandes, "url" | "log">,
): Promise<number> {
  const { rows } = await client.query<{ departement: string; id: string; allocataire: string; organisme: string | null }>(A_FAIRE);
  const demande = rows[0];
  if (!demande) return 0;
  const cipher = new NirCipher(nirKey);
  const le = clock.now();
  const personne = await personneDesignee(client, cipher, { id: demande.allocataire }, demande.departement);
  if (personne === null) return 0;
  const caller: Caller = {
    client: "unefois-droits-des-personnes",
    departement: demande.departement,
    organisme: demande.organisme,
    agent: null,
    scopes: new Set(),
    finalite: "EXERCICE_DES_DROITS",
  };
  const { json, html, empreintes } = fichiersDe(
    await exporterPersonne(client, cipher, { personne, caller, nirEnClair: false, le, clients }),
  );
  const contenu = cipher.encrypt(gzipSync(JSON.stringify({ json, html })).toString("base64"));
  const expireLe = new Date(le.getTime() + joursDeGarde * 86_400_000);
  await client.query(
    `insert into allocataires.export_personne (departement, demande, allocataire, contenu, empreinte_json, empreinte_html, fait_le, expire_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [demande.departement, demande.id, personne.id, contenu, empreintes.json, empreintes.html, le, expireLe],
  );
  return 1;
}

/** Forgets the bytes of the files whose time is over; that they were made stays. */
export const retirerExports = async (client: pg.ClientBase, maintenant: Date): Promise<number> =>
  (
    await client.query("update allocataires.export_personne set contenu = ''::bytea where expire_le <= $1 and contenu <> ''::bytea", [
      maintenant,
    ])
  ).rowCount ?? 0;

/** Tells, once, each request whose answer is due within a week. Returns them. */
export async function alerterDesRetards(
  client: pg.ClientBase,
  maintenant: Date,
): Promise<{ departement: string; id: string; limite: string }[]> {
  const { rows } = await client.query(
    `with proche as (
       update allocataires.demande_de_droits d set alertee_le = $1 where d.statut in ('RECUE', 'PROLONGEE') and d.limite <= $2::date and d.alertee_le is null
       returning d.departement, d.id, d.allocataire, d.nature, d.limite
     ), evenement as (
       insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
       select 'DemandeDeDroitsBientotEchue', p.departement, p.allocataire, jsonb_build_object('demande', p.id, 'nature', p.nature, 'limite', p.limite), $1 from proche p
     )
     select departement, id, limite from proche`,
    [maintenant, addDays(civilDateOf(maintenant), JOURS_D_ALERTE)],
  );
  return rows;
}

/** What requests of people wait for: their files, the alert of those about to be late, the end of the files that were made. */
export const suivreDemandesDeDroits = (options: SuiviDesDemandes): RunningWork =>
  startPeriodicWork({
    url: options.url,
    name: "droits-des-personnes",
    log: options.log,
    everyMs: 10_000,
    work: async (client) => {
      const { clock, log } = options;
      for (const { departement, id, limite } of await alerterDesRetards(client, clock.now()))
        log.warn({ departement, demande: id, limite }, "une demande d’une personne attend sa réponse");
      for (const { departement, id } of await cloreLesCorrigees(client, clock.now()))
        log.info({ departement, demande: id }, "une rectification est faite par sa source");
      await retirerExports(client, clock.now());
      let faits = 0;
      while ((await preparerUnExport(client, options)) > 0) faits += 1;
      return faits;
    },
  });
