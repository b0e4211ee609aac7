import { civilDateOf } from "../../shared/civil-date";
import type { Database, Transaction } from "../../shared/database";
import type { EtatLecture, MessageARejouer } from "./lecture";

const ETATS = `select l.nom, l.derniere_le as "derniereLe", l.derniere_reussite_le as "derniereReussiteLe", l.derniere_erreur as "derniereErreur", l.echecs
  from echanges.lecture_partenaire l order by l.departement, l.nom`;

/** How each reading goes, in the départements of the transaction. */
export const etatsDesLectures = (tx: Transaction): Promise<(EtatLecture & { departement: string })[]> =>
  tx.rows(ETATS.replace("select ", "select l.departement, "));

const NOTER = `insert into echanges.lecture_partenaire as l (departement, nom, derniere_le, derniere_reussite_le, derniere_erreur, echecs)
  values ($1, $2, $3::timestamptz, case when $4::text is null then $3::timestamptz end, $4::text, case when $4::text is null then 0 else 1 end)
  on conflict (departement, nom) do update set derniere_le = excluded.derniere_le,
    derniere_reussite_le = coalesce(excluded.derniere_reussite_le, l.derniere_reussite_le),
    derniere_erreur = excluded.derniere_erreur,
    echecs = case when excluded.derniere_erreur is null then 0 else l.echecs + 1 end`;

const A_REJOUER = `select e.id as echange, e.objet, coalesce(p.canonique, e.allocataire) as allocataire, e.cle, e.identifiant_partenaire as "identifiantPartenaire", e.lecture
  from echanges.echange e
  left join lateral (select p.canonique from publie.perimetre p where p.departement = e.departement and p.allocataire = e.allocataire limit 1) p on e.allocataire is not null
  where e.departement = $1 and e.sens = 'ENTRANT' and e.statut = 'REJETE' and e.lecture is not null and e.prochain_essai <= $2
  order by e.prochain_essai limit 200`;

/** The state of the readings in the base of the exchanges, under the rights of the whole département. */
export class EtatsDesLectures {
  constructor(private readonly base: Database) {}

  lire(departement: string, maintenant: Date): Promise<EtatLecture[]> {
    return this.base.write(this.base.systemRights([departement], civilDateOf(maintenant)), etatsDesLectures);
  }

  /** Notes that a reading ended, well (`erreur` null) or with a code. */
  async noter(departement: string, nom: string, erreur: string | null, le: Date): Promise<void> {
    await this.base.write(this.base.systemRights([departement], civilDateOf(le)), (tx) =>
      tx.execute(NOTER, [departement, nom, le, erreur]),
    );
  }

  /** The rejected messages that somebody asked to replay, oldest request first. */
  aRejouer(departement: string, maintenant: Date): Promise<(MessageARejouer & { lecture: string })[]> {
    return this.base.write(this.base.systemRights([departement], civilDateOf(maintenant)), (tx) =>
      tx.rows(A_REJOUER, [departement, maintenant]),
    );
  }
}
