import type { Calcul } from "../../mesure/calcul";
import type { Faits } from "../../projection/faits";
import {
  autreOrganisme,
  base,
  CLASSES_ORIENTATION,
  COLONNES,
  classeOrientation,
  enClassesDe,
  enDroit,
  enVariantes,
  ORIENTEES,
  type Regle,
} from "./variante";

/** Table A1: who enters the field of rights and duties in the month, and why. */
const ENTREES =
  "Entrée notifiée au Département dans la période, ou droit suspendu qui redevient versable ; le droit est lu au dernier jour du mois de l’entrée. Une personne entrée deux fois compte deux fois. Une seule nature par entrée, dans l’ordre : retour après radiation ou suspension, devenue soumise, mutation, rejoint un foyer, primo-arrivante.";

/** The day from which each dossier had somebody in the dispositif; the stock was there before any notification. */
const premieresEntrees = (f: Faits) => `(
    select s.dossier, min(greatest(s.depuis, coalesce(a.notification, '-infinity'))) as le
    from ${f.situation_droit} s join ${f.entree} a on a.departement = $1 and a.allocataire = s.allocataire
    where s.departement = $1 group by s.dossier
  )`;

/** The entries of the period as rows: allocataire, le, nature, and the first orientation since. A resumed right has the orientation that runs. */
const arrivees = (f: Faits) => `(
  select e.allocataire, e.notification as le, e.decision_orientation, nullif(e.organisme, '') as organisme, nullif(e.referent, '') as referent, e.parcours, e.categorie,
    case when e.rang > 1 then 'RETOUR'
      when exists (select from ${f.situation_droit} s where s.departement = $1 and s.allocataire = e.allocataire and not s.soumis_droits_devoirs
        and s.depuis < e.notification and s.avant <= e.notification) then 'DEVENUE_SOUMISE'
      when exists (select from publie.mutation_dossier m where m.departement = $1 and m.dossier = d.dossier
        and m.le between e.notification - 62 and e.notification + 31) then 'MUTATION'
      when premiere.le < e.notification then 'FOYER'
      else 'PRIMO' end as nature
  from ${f.entree} e
  left join lateral (
    select s.dossier from ${f.situation_droit} s where s.departement = $1 and s.allocataire = e.allocataire and s.depuis <= e.notification
      and s.avant > e.notification and s.dossier <> '00000000-0000-0000-0000-000000000000' order by s.depuis desc, s.dossier limit 1
  ) d on true
  left join ${premieresEntrees(f)} premiere on premiere.dossier = d.dossier
  where e.departement = $1 and e.notification between $2::date and $3::date
  union all
  select s.allocataire, s.depuis, o.decidee_le, nullif(o.organisme, ''), nullif(o.referent, ''), o.parcours, o.categorie, 'RETOUR'
  from ${f.situation_droit} s
  join ${f.situation_droit} a on a.departement = $1 and a.allocataire = s.allocataire and a.dossier = s.dossier and a.avant = s.depuis
    and a.etat in ('OUVERT_SUSPENDU', 'VERSEMENT_SUSPENDU')
  left join lateral (
    select * from ${f.orientation} o where o.departement = $1 and o.allocataire = s.allocataire and o.decidee_le <= s.depuis
    order by o.decidee_le desc, o.rang desc, o.id limit 1
  ) o on true
  where s.departement = $1 and s.depuis between $2::date and $3::date and coalesce(s.etat, 'OUVERT_VERSABLE') = 'OUVERT_VERSABLE' and s.soumis_droits_devoirs
)`;

const compter =
  (numerateur: string, denominateur: string | null, ou = "true") =>
  (regle: Regle): Calcul => ({
    ...base,
    // Oriented by the end: two periods side by side do not add up.
    additif: !numerateur.includes("$3") && !ou.includes("$3"),
    ...(denominateur && { valeur: "pourcentage", parts: "pourcentage" }),
    lignes: (
      f,
    ) => `select x.allocataire, x.le, (${numerateur})::int as numerateur, ${denominateur ? `(${denominateur})::int` : "null::int"} as denominateur, ${COLONNES}
      from ${enDroit(f, regle, arrivees(f), "le")}
      left join publie.organisme g on g.departement = $1 and g.id = x.organisme
      where ${ou}`,
  });

const a1 = (rang: number, libelle: string, numerateur: string, ou: string) =>
  enVariantes({ tableau: "A1", rang, libelle, texte: { numerateur, regleCohorte: ENTREES } }, compter("true", null, ou));

const NATURES = ["PRIMO", "RETOUR", "DEVENUE_SOUMISE", "FOYER", "MUTATION"];
const TOUTES = enVariantes(
  {
    tableau: "A1",
    rang: 1,
    libelle: "Entrées dans le champ des droits et devoirs",
    texte: { numerateur: "Personnes entrées dans la période.", regleCohorte: ENTREES },
  },
  compter("true", null),
  "x.nature || '_' || x.suspension",
);
const nature = (rang: number, libelle: string, qui: string, code: string) =>
  enClassesDe(TOUTES, NATURES, [code], a1(rang, libelle, `Entrées de personnes ${qui}.`, `x.nature = '${code}'`));

const ORIENTEE = "x.decision_orientation <= $3::date";
const ENTRANTES_ORIENTEES = enVariantes(
  {
    tableau: "A1",
    rang: 7,
    libelle: "Entrantes orientées",
    texte: { numerateur: "Personnes entrées dans la période, orientées au plus tard le dernier jour.", regleCohorte: ENTREES },
  },
  compter("true", null, ORIENTEE),
  `${classeOrientation("true", "x")} || '_' || x.suspension`,
);
const orientee = (rang: number, libelle: string, vers: string, condition: string, voulue: Parameters<typeof ORIENTEES>[0]) =>
  enClassesDe(
    ENTRANTES_ORIENTEES,
    CLASSES_ORIENTATION,
    ORIENTEES(voulue),
    a1(rang, libelle, `Personnes entrées dans la période, orientées ${vers} au plus tard le dernier jour.`, `${ORIENTEE} and ${condition}`),
  );

const ABSENTE = (
  f: Faits,
) => `exists (select from ${f.presence} r where r.departement = $1 and r.allocataire = x.allocataire and r.famille = 'ORIENTATION'
  and r.statut in ('ABSENT', 'ABSENT_JUSTIFIE') and r.le + 0 between x.le and $3::date)`;
const NON_VENUE =
  "Personnes entrées dans la période, absentes (excusées ou non) à au moins un rendez-vous d’orientation entre leur entrée et le dernier jour.";
const absentes =
  (part: boolean) =>
  (regle: Regle): Calcul => ({
    ...base,
    additif: false,
    ...(part && { valeur: "pourcentage", parts: "pourcentage" }),
    lignes: (f) => `select x.allocataire, x.le, (${ABSENTE(f)})::int as numerateur, ${part ? "1" : "null::int"} as denominateur, ${COLONNES}
    from ${enDroit(f, regle, arrivees(f), "le")}`,
  });

export const A1 = [
  TOUTES,
  nature(2, "… primo-arrivantes", "dont aucun foyer n’était connu", "PRIMO"),
  nature(3, "… de retour après radiation ou suspension", "dont le droit avait été clos ou suspendu", "RETOUR"),
  nature(
    4,
    "… non soumises devenues soumises aux droits et devoirs",
    "déjà connues, jusque-là non soumises aux droits et devoirs",
    "DEVENUE_SOUMISE",
  ),
  nature(5, "… rejoignant un foyer", "qui rejoignent le dossier d’une personne entrée avant elles", "FOYER"),
  nature(
    6,
    "… arrivées par mutation",
    "dont le dossier vient d’un autre organisme payeur (CAF ou MSA), de deux mois avant l’entrée à un mois après",
    "MUTATION",
  ),
  ENTRANTES_ORIENTEES,
  orientee(8, "… vers l’emploi", "vers l’emploi", "x.categorie = 'EMPLOI'", { categorie: "EMPLOI" }),
  orientee(
    9,
    "… vers le parcours socio-professionnel",
    "vers le parcours socio-professionnel (pré-professionnel)",
    "x.categorie = 'EQUILIBRE'",
    { categorie: "EQUILIBRE" },
  ),
  orientee(10, "… vers le parcours social", "vers le parcours social", "x.categorie = 'REMOBILISATION'", { categorie: "REMOBILISATION" }),
  orientee(11, "… vers France Travail", "vers France Travail", "g.type = 'FRANCE_TRAVAIL'", { organisme: "FT" }),
  orientee(12, "… vers le Département", "vers le Département", "g.type = 'DEPARTEMENT'", { organisme: "CD" }),
  orientee(13, "… vers un autre organisme", "vers un autre organisme que France Travail ou le Département", autreOrganisme("x.organisme"), {
    organisme: "AUTRE",
  }),
  enVariantes(
    {
      tableau: "A1",
      rang: 14,
      libelle: "Part des entrantes orientées",
      texte: {
        unite: "%",
        numerateur: "Entrantes orientées au plus tard le dernier jour de la période.",
        denominateur: "Personnes entrées dans la période.",
        regleCohorte: ENTREES,
      },
    },
    compter(`coalesce(${ORIENTEE}, false)`, "true"),
  ),
  enVariantes(
    {
      tableau: "A1",
      rang: 15,
      libelle: "Entrantes non venues à un rendez-vous d’orientation",
      texte: { numerateur: NON_VENUE, regleCohorte: ENTREES },
    },
    absentes(false),
  ),
  enVariantes(
    {
      tableau: "A1",
      rang: 16,
      libelle: "Part des entrantes non venues à un rendez-vous d’orientation",
      texte: { unite: "%", numerateur: NON_VENUE, denominateur: "Personnes entrées dans la période.", regleCohorte: ENTREES },
    },
    absentes(true),
  ),
].flat();
