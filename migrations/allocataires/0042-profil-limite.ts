import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** Texts of a diagnostic that are understood, as `lire-diagnostic.ts` reads them: in capitals, without accents nor signs. */
const NIVEAUX: Record<string, string[]> = {
  SANS_DIPLOME: ["SANS DIPLOME", "AFS", "C12", "C3A", "CFG", "CP4"],
  NV5: ["NV5", "CAP OU BEP", "CAP", "BEP"],
  NV4: ["NV4", "BACCALAUREAT", "BAC"],
  NV3: ["NV3", "BAC 2"],
  NV2: ["NV2", "BAC 3 ET PLUS", "BAC 3", "BAC 4"],
  NV1: ["NV1", "BAC 5", "BAC 5 ET PLUS"],
};
/** SITFAM of two people who live together: marriage, PACS, taken up again, marital life. */
const EN_COUPLE = ["MAR", "PAC", "RPA", "RVC", "RVM", "VIM"];
const liste = (valeurs: string[]) => valeurs.map((valeur) => `'${valeur}'`).join(", ");

/** The four classes of a person, with a condition on the diagnostic that tells one of them. */
const VUE = (condition: string) => `
      create or replace view publie.profil_statistique (departement, allocataire, naissance, sexe, situation_familiale, niveau_etude) as
        select a.departement, a.id, date_trunc('month', a.date_naissance)::date,
          case when a.sexe in ('1', 'M') then 'HOMME' when a.sexe in ('2', 'F') then 'FEMME' end,
          case when f.enfants is not null then case when f.couple then 'COUPLE' else 'ISOLE' end
            || case when f.enfants > 0 then '_AVEC_ENFANT' else '_SANS_ENFANT' end end,
          (select case regexp_replace(translate(upper(d.niveau_qualification), 'ÉÈÊËÀÂÎÏÔÙÛÇ', 'EEEEAAIIOUUC'), '[^A-Z0-9]+', ' ', 'g')
              ${Object.entries(NIVEAUX)
                .flatMap(([code, textes]) => textes.map((texte) => `when '${texte}' then '${code}'`))
                .join(" ")} end
            from allocataires.diagnostic d where d.departement = a.departement and d.allocataire = a.id${condition}
            order by d.etabli_le desc, d.recue_le desc, d.id limit 1)
        from allocataires.allocataire a
        left join lateral (
          select (array_agg((d.donnees->>'enfantsACharge')::int order by d.collectee_le desc, d.recue_le desc) filter (where d.donnees ? 'enfantsACharge'))[1] as enfants,
            (array_agg(d.donnees->>'situationFamille' order by d.collectee_le desc, d.recue_le desc) filter (where d.donnees ? 'situationFamille'))[1] as situation
          from allocataires.declaration d where d.departement = a.departement and d.allocataire = a.id) s on true
        left join lateral (
          select s.enfants, s.situation in (${liste(EN_COUPLE)}) or exists (
            select from allocataires.membre m join allocataires.membre x on x.departement = m.departement and x.dossier = m.dossier and x.role = 'CJT' and x.au is null
            where m.departement = a.departement and m.allocataire = a.id and m.au is null) as couple) f on true
        where a.canonique is null and a.departement = any ${departementsSql} and (select current_setting('unefois.portee', true)) = 'departement';`;

/** A diagnostic that the person had limited classes her no more (RGPD, article 18). */
export class ProfilLimite1700000000142 implements MigrationInterface {
  name = "ProfilLimite1700000000142";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VUE(" and not 'diagnostic' = any (a.limitees)"));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(VUE(""));
  }
}
