import type { TestDatabase } from "../setup/database";
import { ajouterPdie, importer, service, structure } from "./fiches";

/** A catalogue to search: nine offers of everybody, one of the programme of the 93. */
export async function catalogueCherche(base: TestDatabase): Promise<void> {
  const fiche = (id: string, nom: string, thematique: string, plus: object = {}) =>
    service(id, { nom, thematiques: [thematique], ...plus });
  await importer(
    base,
    [structure("s1", { nom: "Maison de l’emploi" })],
    [
      fiche("auto-ecole", "Auto-école sociale", "mobilite--preparer-un-permis", {
        description: "Code et conduite en petit groupe, pas à pas.",
      }),
      fiche("permis", "Passer son permis de conduire", "mobilite--preparer-un-permis"),
      fiche("velo", "Atelier vélo", "mobilite--mobilite-douce-partagee-collective", { type: "atelier" }),
      fiche("creche", "Crèche à vocation d’insertion", "famille--garde-denfants", { publics: ["familles"] }),
      fiche("parents", "Groupe de parole", "famille--soutien-a-la-parentalite-et-a-leducation", {
        description: "Entre parents ; la garde des enfants est assurée pendant les rencontres du groupe.",
      }),
      fiche("francais", "Français à visée professionnelle", "lecture-ecriture-calcul--maitriser-le-francais", { type: "formation" }),
      fiche("cv", "Atelier CV et lettre de motivation", "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation", {
        description: "Pour prendre confiance avant de postuler, avec une conseillère, en groupe ou en rendez-vous individuel.",
      }),
      fiche("surendettement", "Accompagnement au surendettement", "difficultes-financieres--situation-dendettement-surendettement"),
      fiche("financier", "Aide financière à la mobilité", "mobilite--financer-ma-mobilite", { type: "aide-financiere" }),
    ],
  );
  await ajouterPdie(base.owner, "pdie-93-zymologie", "93", 3);
  await base.owner.query("update offre_insertion.service set nom = 'Zymologie appliquée' where id = 'pdie-93-zymologie'");
  await base.owner.query("select offre_insertion.indexer(array['pdie-93-zymologie'])");
}
