import { randomUUID } from "node:crypto";
import { avancerHorizon } from "../subgraphs/rendez-vous/disponibilite/horizon.repository";
import { addDays, civilDateOf } from "../subgraphs/shared/civil-date";
import { Database } from "../subgraphs/shared/database";
import { avecConnexion, type Base } from "./base";
import { type Cible, charger } from "./charge";
import { repondre } from "./contenu";
import { hubEnUnProcessus } from "./hub";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";

const AGENTS = 3;
const ORGANISME = "94-CD94";

/** Openings of `sites` places with three agents each, Monday to Friday, two kinds of appointment on the same hours; and people to convene. */
async function semer(databaseUrl: string, sites: number, personnes: readonly string[]): Promise<void> {
  const motif = (famille: string, minutes: number) => ({
    identifiant: famille,
    nom: "RSA",
    famille,
    modalite: "PHYSIQUE",
    collectif: false,
    dureeMinutes: minutes,
  });
  await avecConnexion(databaseUrl, async (client) => {
    await client.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ($1, '94', 'CD94', 'Département', 'DEPARTEMENT') on conflict do nothing",
      [ORGANISME],
    );
    await client.query(
      `insert into rendez_vous.plage (departement, systeme, identifiant, organisme, agent, agenda, lieu, code_insee, motifs, premier_jour, debut, fin, rrule, fuseau, maj_le)
       select '94', 'HUB', 'banc-' || s || '-' || a || '-' || h, $1, s || '-' || a, 'HUB ' || $1 || ' ' || s || '-' || a, 'Lieu ' || s, '94028', $2,
         '2026-01-05', case h when 1 then '09:00' else '13:30' end, case h when 1 then '12:00' else '17:00' end, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
         'Europe/Paris', $3
       from generate_series(1, $4::int) s, generate_series(1, $5::int) a, generate_series(1, 2) h`,
      [ORGANISME, JSON.stringify([motif("ORIENTATION", 60), motif("ACCOMPAGNEMENT", 30)]), new Date(), sites, AGENTS],
    );
    await client.query(
      `insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, code_insee, commune_nom, nom_tri, soumis_droits_devoirs, source,
         source_organisme, collectee_le, recue_le, certifiee, reference)
       select id, '94', 'Banc', array['Banc'], '1990-01-01', '94028', 'Créteil', 'BANC', true, 'CAF', null, now(), now(), true, null from unnest($1::uuid[]) id`,
      [personnes],
    );
  });
}

const lire = (du: string, au: string, after: string | null): string =>
  JSON.stringify({
    query: `query ($after: ID) { creneaux(departement: "94", famille: ACCOMPAGNEMENT, du: "${du}", au: "${au}", first: 200, after: $after) { id debut placesRestantes lieu organisme { id } } }`,
    variables: { after },
  });
const prendre = (allocataire: string, debut: string): string =>
  JSON.stringify({
    query: `mutation { prendreRendezVous(allocataire: "${allocataire}", organisme: "${ORGANISME}", famille: ACCOMPAGNEMENT, modalite: PHYSIQUE,
      debut: "${debut}", dureeMinutes: 30) { __typename ... on Refus { code } } }`,
  });

type Lus = { data: { creneaux: { id: string; debut: string; placesRestantes: number }[] } };

/** Slots of a month of a département: making them, reading the first and the last page, making a place again, taking the last places all at once. */
export async function sectionCreneaux(base: Base, options: Options, dire: Dire): Promise<void> {
  const databaseUrl = await base.creer("creneaux");
  const hub = await hubEnUnProcessus({ databaseUrl, dossier: base.dossier, demo: 0 });
  const owner = await Database.open(databaseUrl, { role: "none", poolSize: 1 });
  try {
    const personnes = Array.from({ length: options.prises }, () => randomUUID());
    await semer(databaseUrl, options.sites, personnes);
    const tout = await chronometrer(() => avancerHorizon(owner, new Date()));
    const encore = await chronometrer(async () => {
      await avecConnexion(databaseUrl, (client) => client.query("delete from rendez_vous.horizon_creneaux"));
      await avancerHorizon(owner, new Date());
    });
    await avecConnexion(databaseUrl, (client) => client.query("vacuum analyze"));
    dire(
      tableau(
        [`92 jours de ${options.sites} lieux, ${AGENTS} agents`, "secondes", "lieux/s"],
        [
          ["faits", nombre(tout / 1_000), nombre((options.sites * 1_000) / tout)],
          ["refaits, rien ne change", nombre(encore / 1_000), nombre((options.sites * 1_000) / encore)],
        ],
      ),
    );
    await pages(hub.cible, base, options, dire);
    await prises(hub.cible, personnes, dire);
  } finally {
    await owner.close();
    await hub.arreter();
    await base.supprimer("creneaux");
  }
}

async function chronometrer(travail: () => Promise<unknown>): Promise<number> {
  const debut = performance.now();
  await travail();
  return performance.now() - debut;
}

async function pages(cible: Cible, base: Base, options: Options, dire: Dire): Promise<void> {
  const du = addDays(civilDateOf(new Date()), 1);
  const au = addDays(du, 29);
  const curseurs: (string | null)[] = [null];
  for (;;) {
    const { creneaux } = ((await repondre({ ...cible, corps: lire(du, au, curseurs.at(-1)!) })) as Lus).data;
    if (creneaux.length < 200) break;
    curseurs.push(creneaux.at(-1)!.id);
  }
  const page = (nom: string, after: string | null): Cible => ({ ...cible, nom, corps: lire(du, au, after) });
  const cibles = [
    page("la première", null),
    page("au milieu", curseurs[Math.floor(curseurs.length / 2)]!),
    page("la dernière", curseurs.at(-1)!),
  ];
  const mesures = await charger(cibles, { ...options, postgres: base.pid });
  const premiere = mesures.get(cibles[0]!)!;
  const lignes = cibles.map((c) => {
    const m = mesures.get(c)!;
    return [c.nom, rapport(m.p50, premiere.p50), nombre(m.p50), nombre(m.debit), m.postgres === null ? "—" : nombre(m.postgres)];
  });
  dire(
    tableau(
      [`page de 200 créneaux d’un mois (${curseurs.length} pages)`, "p50 / première", "p50 ms", "réponses/s", "ms processeur PostgreSQL"],
      lignes,
    ),
  );
}

/** Everyone asks for the same hour at once: as many appointments as places. */
async function prises(cible: Cible, personnes: readonly string[], dire: Dire): Promise<void> {
  const du = addDays(civilDateOf(new Date()), 7);
  const { creneaux } = ((await repondre({ ...cible, corps: lire(du, addDays(du, 7), null) })) as Lus).data;
  const debut = creneaux[0]!.debut;
  const places = creneaux.filter((c) => c.debut === debut).reduce((n, c) => n + c.placesRestantes, 0);
  const reponses: string[] = [];
  const duree = await chronometrer(async () => {
    const recues = await Promise.all(personnes.map((id) => repondre({ ...cible, corps: prendre(id, debut) })));
    for (const r of recues as { data: { prendreRendezVous: { __typename: string } } }[]) reponses.push(r.data.prendreRendezVous.__typename);
  });
  const pris = reponses.filter((r) => r === "RendezVous").length;
  dire(
    `${personnes.length} prises au même moment à une heure de ${places} places : **${pris} rendez-vous** (${Math.min(places, personnes.length)} attendus), ${nombre((personnes.length * 1_000) / duree)} réponses/s.`,
  );
}
