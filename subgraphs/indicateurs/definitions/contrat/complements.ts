import type { Calcul, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import { COMPLEMENT } from "../cadres";
import { COLONNES_ORIENTATION, DONNE_ORIENTATION } from "../population";
import { soumiseLe } from "../soumission";
import { orientationDuJour } from "./pieces";

/** What a team asks of the contract's facts that no line of the contract counts: six weeks, refusals, exits, staying in work, sources of the offer. */

const nombre: Pick<Calcul, "valeur" | "parts"> = { valeur: "nombre", parts: "nombre" };

export const COMPLEMENTS: Indicateur[] = [
  definir(
    COMPLEMENT("UF.C.1", "Nouveaux orientés en moins de six semaines", {
      unite: "%",
      numerateur: "Parmi elles, celles dont la décision précède la notification plus six semaines (42 jours).",
      denominateur: "Personnes dont la première orientation depuis l’entrée est décidée dans la période.",
      regleCohorte:
        "Date de décision dans la période. Parts : MOINS_15_JOURS, MOINS_1_MOIS, MOINS_6_SEMAINES, 6_SEMAINES_ET_PLUS (des classes disjointes), en part de l’ensemble.",
      origineDelai: "Date de notification au Département.",
      source: "Code de l’action sociale et des familles, D. 262-65-2 : le Département oriente dans les six semaines.",
    }),
    {
      donne: ["organisme", "referent", "parcours", "categorie", "flux", "delai"],
      lignes: (f) => `select e.allocataire, e.decision_orientation as le, (e.decision_orientation < e.notification + 42)::int as numerateur,
          1 as denominateur, e.decision_orientation - e.notification as delai, e.organisme, e.referent, e.parcours, e.categorie, coalesce(e.flux, true) as flux,
          case when e.decision_orientation < e.notification + 15 then 'MOINS_15_JOURS'
            when e.decision_orientation < e.notification + interval '1 month' then 'MOINS_1_MOIS'
            when e.decision_orientation < e.notification + 42 then 'MOINS_6_SEMAINES' else '6_SEMAINES_ET_PLUS' end as tranche
        from ${f.entree} e
        where e.departement = $1 and e.notification is not null and e.decision_orientation between $2::date and $3::date`,
      compte: "personnes",
      valeur: "pourcentage",
      parts: "part-du-total",
      additif: true,
      coupes: { tranche: "tranche" },
      coupe: "tranche",
    },
  ),
  definir(
    COMPLEMENT("UF.C.2", "Contrats refusés par la personne", {
      unite: "%",
      numerateur: "Contrats refusés dans la période.",
      denominateur: "Contrats signés ou refusés dans la période.",
      regleCohorte:
        "Date de signature ou de refus dans la période ; des contrats, non des personnes. Personnes soumises aux droits et devoirs à cette date.",
    }),
    {
      lignes: (f) => `select c.allocataire, x.le, x.refus as numerateur, 1 as denominateur, c.nature
        from ${f.contrat} c cross join lateral (values (c.date_refus, 1), (c.date_signature, 0)) x (le, refus)
        where c.departement = $1 and x.le between $2::date and $3::date and ${soumiseLe(f, "c", "x.le")}`,
      compte: "sommes",
      valeur: "pourcentage",
      parts: "pourcentage",
      additif: true,
      coupes: { nature: "nature" },
      coupe: null,
    },
  ),
  definir(
    COMPLEMENT("UF.C.3", "Sorties du parcours par nature", {
      unite: "sorties",
      numerateur: "Sorties déclarées dans la période.",
      denominateur: null,
      regleCohorte:
        "Date de sortie dans la période ; des sorties, non des personnes. Une part par nature. Personnes soumises aux droits et devoirs la veille.",
    }),
    {
      ...nombre,
      lignes: (f) => `select s.allocataire, s.date as le, 1 as numerateur, null::int as denominateur, s.nature
        from ${f.sortie} s where s.departement = $1 and s.date between $2::date and $3::date and ${soumiseLe(f, "s", "s.date - 1")}`,
      compte: "sommes",
      additif: true,
      coupes: { nature: "nature" },
      coupe: "nature",
    },
  ),
  definir(
    COMPLEMENT("UF.C.4", "Personnes encore en emploi six mois après la reprise", {
      unite: "%",
      numerateur: "Parmi elles, reprises dont la présence a été constatée six mois après le début.",
      denominateur: "Reprises d’emploi commencées depuis six mois.",
      regleCohorte:
        "La reprise compte le jour où elle a six mois, et ce jour est dans la période. Une reprise que personne n’a suivie n’est pas réputée durable. Personnes soumises aux droits et devoirs le premier jour de la reprise.",
      origineDelai: "Premier jour de la reprise.",
    }),
    {
      lignes: (
        f,
      ) => `select r.allocataire, x.terme as le, coalesce(r.presente_six_mois_le < 'infinity', false)::int as numerateur, 1 as denominateur, r.type_contrat
        from ${f.reprise} r cross join lateral (select (r.debut + interval '6 months')::date as terme) x
        where r.departement = $1 and x.terme between $2::date and $3::date and ${soumiseLe(f, "r", "r.debut")}`,
      compte: "sommes",
      valeur: "pourcentage",
      parts: "pourcentage",
      additif: true,
      coupes: { typeContrat: "type_contrat" },
      coupe: null,
    },
  ),
  definir(
    COMPLEMENT("UF.C.5", "Prescriptions par source de l’offre", {
      unite: "prescriptions",
      numerateur: "Prescriptions faites dans la période, quelle que soit leur suite.",
      denominateur: null,
      regleCohorte:
        "Date de la prescription dans la période ; une part par source de l’offre (PDIE, FRANCE_TRAVAIL, DATA_INCLUSION…), telle que le catalogue la dit aujourd’hui.",
    }),
    {
      ...nombre,
      donne: DONNE_ORIENTATION,
      lignes: (
        f,
      ) => `select p.allocataire, p.ouverte_le as le, 1 as numerateur, null::int as denominateur, c.origine, ${COLONNES_ORIENTATION}
        from ${f.prescription} p left ${orientationDuJour(f, "p", "p.ouverte_le")}
        left join publie.offre_statistique c on c.offre = p.offre and (c.departement is null or c.departement = $1)
        where p.departement = $1 and p.ouverte_le between $2::date and $3::date`,
      compte: "sommes",
      additif: true,
      coupes: { source: "origine" },
      coupe: "source",
    },
  ),
  definir(
    COMPLEMENT("UF.C.6", "Délai entre l’orientation et le premier contrat", {
      unite: "jours",
      numerateur: "Somme des délais, de la décision d’orientation au premier contrat signé depuis, quelle que soit sa nature.",
      denominateur: "Orientations dont le premier contrat est signé dans la période.",
      regleCohorte:
        "Date de signature dans la période ; le contrat est signé depuis l’orientation et avant sa clôture. Personnes soumises aux droits et devoirs le jour de la décision.",
      origineDelai: "Date de décision de l’orientation.",
    }),
    {
      donne: [...DONNE_ORIENTATION, "delai"],
      lignes: (
        f,
      ) => `select o.allocataire, c.le, c.le - o.decidee_le as numerateur, 1 as denominateur, c.le - o.decidee_le as delai, ${COLONNES_ORIENTATION}
        from ${f.orientation} o join lateral (
          select min(c.date_signature) as le from ${f.contrat} c
          where c.departement = o.departement and c.allocataire = o.allocataire and c.date_signature >= o.decidee_le
            and (o.close_le is null or c.date_signature < o.close_le)
        ) c on c.le between $2::date and $3::date
        where o.departement = $1 and o.decidee_le <= $3::date and ${soumiseLe(f, "o", "o.decidee_le")}`,
      compte: "sommes",
      valeur: "moyenne",
      parts: "moyenne",
      additif: true,
      coupe: null,
    },
  ),
];
