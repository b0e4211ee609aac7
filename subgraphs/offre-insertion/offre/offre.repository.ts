import { defineLoader } from "../../shared/context";
import { listesParCle, parCle } from "../par-cle";
import type { Offre, Session, Structure } from "./offre";

/** Columns of an offer, for `offre_insertion.service s`; the description is read apart. */
export const COLONNES_OFFRE = `s.id, s.departement, s.structure as "structureId", s.source, s.origine, s.nom, s.type,
  coalesce(s.thematiques, '{}') as thematiques, coalesce(s.publics, '{}') as publics, s.frais, s.frais_precisions as "fraisPrecisions",
  coalesce(s.modes_accueil, '{}') as "modesAccueil", coalesce(s.zone_eligibilite, '{}') as "zoneEligibilite", s.code_insee as "codeInsee",
  s.commune as "communeNom", s.longitude, s.latitude, coalesce(s.mobilisable_par, '{}') as "mobilisablePar",
  coalesce(s.modes_mobilisation, '{}') as "modesMobilisation", s.lien_mobilisation as "lienMobilisation",
  s.volume_horaire_hebdomadaire as "volumeHoraireHebdomadaire", s.nombre_semaines as "nombreSemaines", s.date_maj as "dateMaj",
  s.score_qualite as "scoreQualite", s.mode, s.dispositif, s.cles, s.valide_du as "valideDu", s.valide_au as "valideAu",
  coalesce(s.retiree_le, case when s.valide_au < current_setting('unefois.aujourdhui', true)::date
    then (s.valide_au + 1)::timestamp at time zone 'Europe/Paris' end) as "retireeLe"`;

/** Columns of a structure, for `offre_insertion.structure s`. */
export const COLONNES_STRUCTURE = `s.id, s.source, s.nom, s.siret, s.code_insee as "codeInsee", s.commune as "communeNom", s.adresse, s.date_maj as "dateMaj",
  coalesce(s.reseaux_porteurs, '{}') as "reseauxPorteurs", s.description, s.telephone, s.courriel, s.site_web as "siteWeb",
  s.horaires_accueil as "horairesAccueil", s.accessibilite_lieu as "accessibiliteLieu", s.lien_source as "lienSource",
  s.code_postal as "codePostal", s.complement_adresse as "complementAdresse", s.longitude, s.latitude, s.extra, s.retiree_le as "retireeLe"`;

/** An offer that can be found, proposed and prescribed on the day of the operation, for `offre_insertion.service s`: not withdrawn, and within its
 * validity. What is kept in `recherche` and `proposition` follows by the worker (`pdie/exercice.repository.ts`). */
export const EN_VIGUEUR = `s.retiree_le is null
  and (s.valide_du is null or s.valide_du <= current_setting('unefois.aujourdhui', true)::date)
  and (s.valide_au is null or s.valide_au >= current_setting('unefois.aujourdhui', true)::date)`;

export const offreParId = defineLoader<string, Offre | null>(async (ids, tx) =>
  parCle(
    ids,
    await tx.rows<Offre>(`select ${COLONNES_OFFRE}, s.description from offre_insertion.service s where s.id = any($1::text[])`, [ids]),
    (o) => o.id,
  ),
);

export const descriptionParOffre = defineLoader<string, { id: string; description: string } | null>(async (ids, tx) =>
  parCle(
    ids,
    await tx.rows<{ id: string; description: string }>("select id, description from offre_insertion.service where id = any($1::text[])", [
      ids,
    ]),
    (o) => o.id,
  ),
);

export const offresParStructure = defineLoader<string, Offre[]>(async (ids, tx) =>
  listesParCle(
    ids,
    await tx.rows<Offre>(
      `select ${COLONNES_OFFRE}, s.description from offre_insertion.service s where s.structure = any($1::text[]) order by s.nom, s.id`,
      [ids],
    ),
    (o) => o.structureId,
  ),
);

export const structureParId = defineLoader<string, Structure | null>(async (ids, tx) =>
  parCle(
    ids,
    await tx.rows<Structure>(`select ${COLONNES_STRUCTURE} from offre_insertion.structure s where s.id = any($1::text[])`, [ids]),
    (s) => s.id,
  ),
);

export const COLONNES_SESSION = `id, offre, debut, fin, lieu, capacite, inscrits, coalesce(annulee_le, retiree_le) as "annuleeLe"`;

export const sessionsParOffre = defineLoader<string, Session[]>(async (ids, tx) =>
  listesParCle(
    ids,
    await tx.rows<Session>(
      `select ${COLONNES_SESSION} from offre_insertion.session where offre = any($1::text[]) and retiree_le is null order by debut, id`,
      [ids],
    ),
    (s) => s.offre,
  ),
);

export const sessionParId = defineLoader<string, Session | null>(async (ids, tx) =>
  parCle(
    ids,
    await tx.rows<Session>(`select ${COLONNES_SESSION} from offre_insertion.session where id = any($1::uuid[])`, [ids]),
    (s) => s.id,
  ),
);
