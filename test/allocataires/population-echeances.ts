import fc from "fast-check";
import type pg from "pg";
import { addDays } from "../../subgraphs/shared/civil-date";

/** Days of a short season: two dates of a person often meet, which is where a rule and its SQL would part. */
const JOURS = 240;
const jour = fc.nat(JOURS).map((n) => addDays("2025-10-01", n));
/** `fois` times out of `fois + 1`, or null. */
const peutEtre = <T>(a: fc.Arbitrary<T>, fois = 3): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: fois, arbitrary: a }, { weight: 1, arbitrary: fc.constant(null) });
const rarement = <T>(a: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 1, arbitrary: a }, { weight: 5, arbitrary: fc.constant(null) });

const orientation = fc.record({
  decidee_le: jour,
  origine: fc.constantFrom("FLUX_CAF", "TRANSFERT_DEPARTEMENT"),
  parcours: fc.constantFrom("FRANCE_TRAVAIL", "REMOBILISATION_EMPLOI", "PARCOURS_INSERTION", "ESE", "JEUNES"),
  premier_entretien_le: peutEtre(jour, 1),
  debut_accompagnement_le: peutEtre(jour, 1),
  passage: peutEtre(jour, 1),
});
const contrat = fc.record({
  date_signature: jour,
  date_debut: peutEtre(jour),
  date_fin: peutEtre(jour, 5),
  statut: fc.constantFrom("SIGNE", "SIGNE", "CLOTURE"),
  renouvelle: fc.boolean(),
});
const presence = fc.record({
  famille: fc.constantFrom("ORIENTATION", "ORIENTATION", "PREMIER_ACCOMPAGNEMENT", "ACCOMPAGNEMENT"),
  debut: jour,
  statut: fc.constantFrom("HONORE", "ABSENT", "ABSENT", "ABSENT_JUSTIFIE", "PREVU", "ANNULE_SERVICE"),
  rang: peutEtre(fc.constantFrom(1, 1, 2)),
  envoyee_le: jour,
});
const procedure = fc
  .record({
    statut: fc.constantFrom("PROPOSEE", "EN_INSTRUCTION", "OBSERVATIONS_ATTENDUES", "DECIDEE", "REFUSEE"),
    nature: fc.constantFrom("SUSPENSION", "SUPPRESSION"),
    debut: jour,
    pas: fc.nat(20),
    instruite: fc.boolean(),
  })
  .map(({ pas, debut, instruite, ...p }) => {
    const [notifiee, limite, decidee, fin] = [1, 2, 3, 4].map((n) => addDays(debut, n * pas + n));
    const dates = {
      proposee_le: debut,
      instruction_limite: instruite ? addDays(debut, 15) : null,
      notifiee_le: null,
      observations_limite: null,
    };
    if (p.statut === "PROPOSEE" || p.statut === "EN_INSTRUCTION" || p.statut === "REFUSEE") return { ...p, ...dates };
    const notifie = { ...p, ...dates, notifiee_le: notifiee, observations_limite: limite };
    return p.statut === "DECIDEE"
      ? { ...notifie, decidee_le: decidee, avis_equipe_pluridisciplinaire_le: limite, debut: decidee, fin }
      : notifie;
  });
const personne = fc.record({
  soumis: fc.constantFrom(true, true, true, true, false),
  entree: peutEtre(
    fc.record({
      notification: peutEtre(jour, 6),
      flux: fc.boolean(),
      decision_orientation: peutEtre(jour),
      premier_entretien: peutEtre(jour, 1),
      sortie: rarement(jour),
      droits_clos_le: rarement(jour),
    }),
    12,
  ),
  orientation: peutEtre(orientation, 4),
  contrats: fc.array(contrat, { maxLength: 2 }),
  presences: fc.array(presence, { maxLength: 3 }),
  procedure: peutEtre(procedure, 1),
});

/** Random people of the 94, the same for the same seed: what is stored is written table by table, through the owner. */
export async function peupler(owner: pg.Client, ids: string[], graine: number): Promise<void> {
  const gens = fc.sample(personne, { seed: graine, numRuns: ids.length }).map((p, i) => ({ ...p, id: ids[i]! }));
  const ecrire = (sql: string, lignes: unknown[]) => owner.query(sql, [JSON.stringify(lignes)]);
  await ecrire(
    `with p as (select * from jsonb_to_recordset($1) as p (id uuid, soumis boolean, entree jsonb)),
       a as (update allocataires.allocataire a set soumis_droits_devoirs = p.soumis from p where a.id = p.id),
       sans as (delete from allocataires.entree e using p where e.allocataire = p.id and jsonb_typeof(p.entree) = 'null')
     update allocataires.entree e set (notification, flux, decision_orientation, premier_entretien, sortie, droits_clos_le)
       = (x.notification, x.flux, x.decision_orientation, x.premier_entretien, x.sortie, x.droits_clos_le)
     from p, jsonb_to_record(p.entree) as x (notification date, flux boolean, decision_orientation date, premier_entretien date, sortie date, droits_clos_le date)
     where e.allocataire = p.id and jsonb_typeof(p.entree) = 'object'`,
    gens,
  );
  await orienter(ecrire, gens);
  await engager(ecrire, gens);
  await convoquer(ecrire, gens);
}

type Gens = { id: string; orientation: any; contrats: any[]; presences: any[]; procedure: any }[];
type Ecrire = (sql: string, lignes: unknown[]) => Promise<unknown>;

const orienter = (ecrire: Ecrire, gens: Gens) =>
  ecrire(
    `with o as (
       insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, decidee_le, parcours,
         premier_entretien_le, debut_accompagnement_le, source, collectee_le, recue_le)
       select '94', id, 1, 'DECIDEE', origine, 'DEPARTEMENT', decidee_le, decidee_le, parcours, premier_entretien_le, debut_accompagnement_le, 'CAF', now(), now()
       from jsonb_to_recordset($1) as o (id uuid, origine text, decidee_le date, parcours text, premier_entretien_le date, debut_accompagnement_le date)
       returning id, allocataire)
     insert into allocataires.passage_instance (departement, orientation, le, instance)
     select '94', o.id, x.passage, 'EQUIPE_PLURIDISCIPLINAIRE' from o join jsonb_to_recordset($1) as x (id uuid, passage date) on x.id = o.allocataire
     where x.passage is not null`,
    gens.flatMap(({ id, orientation: o }) => (o ? { id, ...o } : [])),
  );

async function engager(ecrire: Ecrire, gens: Gens): Promise<void> {
  await ecrire(
    `insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_debut, date_signature, date_fin, renouvelle, source, collectee_le, recue_le)
     select '94', id, 'CONTRAT_ENGAGEMENT', statut, date_debut, date_signature, date_fin, case when renouvelle then gen_random_uuid() end, 'CAF', now(), now()
     from jsonb_to_recordset($1) as c (id uuid, statut text, date_debut date, date_signature date, date_fin date, renouvelle boolean)`,
    gens.flatMap(({ id, contrats }) => contrats.map((c, i) => ({ id, ...c, statut: i === 0 ? c.statut : "CLOTURE" }))),
  );
  await ecrire(
    `insert into allocataires.sanction (departement, allocataire, nature, statut, motif, proposee_le, proposee_par, instruction_limite, notifiee_le, observations_limite,
       avis_equipe_pluridisciplinaire_le, decidee_le, debut, fin, quotite_pourcent, duree_mois, source, collectee_le, recue_le)
     select '94', id, nature, statut, 'motif', proposee_le, 'FRANCE_TRAVAIL', instruction_limite, notifiee_le, observations_limite,
       avis_equipe_pluridisciplinaire_le, decidee_le, debut, fin, 50, 1, 'DEPARTEMENT', now(), now()
     from jsonb_to_recordset($1) as s (id uuid, nature text, statut text, proposee_le date, instruction_limite date, notifiee_le date, observations_limite date,
       avis_equipe_pluridisciplinaire_le date, decidee_le date, debut date, fin date)`,
    gens.flatMap(({ id, procedure: p }) => (p ? { id, ...p } : [])),
  );
}

const convoquer = (ecrire: Ecrire, gens: Gens) =>
  ecrire(
    `with v as (select gen_random_uuid() as rdv, p.* from jsonb_to_recordset($1) as p (id uuid, famille text, debut date, statut text, rang int, envoyee_le date)),
       r as (insert into rendez_vous.rendez_vous (departement, id, debut, duree_minutes, modalite, famille, motif, organisme, source, collectee_le, recue_le)
         select '94', rdv, debut + time '23:30', 30, 'PHYSIQUE', famille, 'motif', '94-CD94', 'DEPARTEMENT', now(), now() from v),
       q as (insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) select '94', rdv, id, statut, now() from v)
     insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal)
     select '94', rdv, id, rang, envoyee_le + time '23:30', 'COURRIER' from v where rang is not null`,
    gens.flatMap(({ id, presences }) => presences.map((p) => ({ id, ...p }))),
  );
