import { VERS_L_EMPLOI } from "../../dispositif/dispositif";
import type { Calcul, Definition, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import { FEUILLE_DE_ROUTE, LOCALE_VOLET_3 } from "../cadres";
import { soumiseLe } from "../soumission";
import { DERNIER_JOUR, EN_COURS, EN_COURS_TEXTE, prescriptionsDe } from "./dispositifs";
import { orientationDuJour } from "./pieces";

/** The offer: how much of the catalogue is prescribed, who benefits from the devices that lead to work, and for how many hours. */

const PERSONNES: Calcul = {
  lignes: (f) => `select p.allocataire, ${DERNIER_JOUR} as le, 1 as numerateur, null::int as denominateur, p.dispositif
    from ${prescriptionsDe(f, VERS_L_EMPLOI)} where ${EN_COURS} and ${soumiseLe(f, "p", "p.demarree_le")}`,
  compte: "personnes",
  valeur: "nombre",
  parts: "nombre",
  additif: false,
  coupes: { dispositif: "dispositif" },
  coupe: "dispositif",
};
const TEXTE_PERSONNES: Pick<Definition, "unite" | "numerateur" | "denominateur" | "regleCohorte"> = {
  unite: "personnes",
  numerateur:
    "Personnes qui suivent, un jour au moins de la période, un dispositif d’accès à l’emploi : immersion, MRS, mentorat, POE, préqualification, stage, découverte d’un métier, contrat aidé, action emploi.",
  denominateur: null,
  regleCohorte: `${EN_COURS_TEXTE} Personnes soumises aux droits et devoirs le jour où la prescription commence. Une part par dispositif ; une personne de deux dispositifs compte une fois dans l’ensemble.`,
};

/** Offers of the catalogue on at least one day of the period. */
const AU_CATALOGUE = `(c.valide_du is null or c.valide_du <= $3::date) and (c.valide_au is null or c.valide_au >= $2::date)
      and (c.retiree_le is null or c.retiree_le > $2::date)`;
const CATALOGUE =
  "Une prescription au moins est faite dans la période ; l’offre est au catalogue un jour au moins de la période, tel qu’il se lit aujourd’hui (l’arrivée d’une offre n’est pas datée).";
const mobilisation: Pick<Calcul, "compte" | "valeur" | "parts" | "additif" | "coupe" | "sansLieu"> = {
  compte: "sommes",
  valeur: "pourcentage",
  parts: "pourcentage",
  additif: false,
  coupe: null,
  sansLieu: true,
};

export const OFFRE: Indicateur[] = [
  definir(
    LOCALE_VOLET_3(
      "L.I.V3.7",
      "Nombre d'allocataires du RSA bénéficiant d'actions d'immersion en entreprise, préqualifications, actions emploi...",
      TEXTE_PERSONNES,
    ),
    PERSONNES,
  ),
  definir(
    FEUILLE_DE_ROUTE("F.14", "% de mobilisation du PDIE", {
      unite: "%",
      numerateur: "Parmi elles, offres prescrites au moins une fois dans la période.",
      denominateur: "Offres du programme départemental d’insertion.",
      regleCohorte: `${CATALOGUE} Parts possibles par fiche action et par type.`,
    }),
    {
      ...mobilisation,
      lignes: (f) => `select null::uuid as allocataire, $3::date as le, (u.offre is not null)::int as numerateur, 1 as denominateur,
          c.fiche_action as fiche, c.type
        from publie.offre_statistique c left join (
          select distinct p.offre from ${f.prescription} p where p.departement = $1 and p.ouverte_le between $2::date and $3::date
        ) u on u.offre = c.offre
        where c.departement = $1 and c.origine = 'PDIE' and ${AU_CATALOGUE}`,
      coupes: { fiche: "fiche", type: "type" },
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.15", "% de mobilisation de l'offre de service FT par l'ESE et les délégataires", {
      unite: "%",
      numerateur:
        "Parmi elles, offres prescrites dans la période à au moins une personne que suit l’équipe spécialisée emploi ou un délégataire.",
      denominateur: "Offres de service de France Travail (origine FRANCE_TRAVAIL du catalogue).",
      regleCohorte: `${CATALOGUE} La personne est suivie par l’équipe (parcours ESE) ou par un organisme délégataire le jour de la prescription. Parts possibles par type.`,
    }),
    {
      ...mobilisation,
      lignes: (f) => `select null::uuid as allocataire, $3::date as le, (u.offre is not null)::int as numerateur, 1 as denominateur, c.type
        from publie.offre_statistique c left join (
          select distinct p.offre from ${f.prescription} p ${orientationDuJour(f, "p", "p.ouverte_le")}
          left join publie.organisme g on g.departement = o.departement and g.id = o.organisme
          where p.departement = $1 and p.ouverte_le between $2::date and $3::date and (o.parcours = 'ESE' or g.type = 'DELEGATAIRE')
        ) u on u.offre = c.offre
        where (c.departement is null or c.departement = $1) and c.origine = 'FRANCE_TRAVAIL' and ${AU_CATALOGUE}`,
      coupes: { type: "type" },
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.17", "Nombre d'ARSA bénéficiant des dispositifs (immersion, MRS, mentorat, POE...)", TEXTE_PERSONNES),
    PERSONNES,
  ),
  definir(
    FEUILLE_DE_ROUTE("F.18", "Volumes horaires des dispositifs", {
      unite: "heures",
      numerateur:
        "Heures déclarées ou confirmées, dans ces dispositifs, d’activités rattachées à leur prescription ; vide si aucune n’est connue.",
      denominateur: null,
      regleCohorte: "Date de l’activité dans la période ; personnes soumises aux droits et devoirs ce jour-là. Une part par dispositif.",
    }),
    {
      lignes: (f) => `select a.allocataire, a.date as le, a.minutes / 60.0 as numerateur, null::int as denominateur, p.dispositif
        from ${f.activite} a join ${prescriptionsDe(f, VERS_L_EMPLOI)} on p.id = a.prescription
        where a.departement = $1 and a.date between $2::date and $3::date and a.statut in ('DECLAREE', 'CONFIRMEE') and ${soumiseLe(f, "a", "a.date")}`,
      compte: "sommes",
      inconnu: true,
      valeur: "nombre",
      parts: "nombre",
      additif: true,
      coupes: { dispositif: "dispositif" },
      coupe: "dispositif",
    },
  ),
];
