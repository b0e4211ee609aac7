import { CODES, CODES_DE } from "./codes";
import { PHRASES } from "./phrases";

/** Words whose accents a name in ASCII lost; the others are written as they are. */
const ACCENTS = `acceptee=acceptée accepte=accepte activite=activité activites=activités annulee=annulée annule=annulé apres=après
assistee=assistée categorie=catégorie certifiee=certifiée cloture=clôture collectee=collectée competence=compétence confirmee=confirmée
constate=constaté constatee=constatée cree=créé creee=créée debut=début decide=décidé decidee=décidée decision=décision declarant=déclarant
declaree=déclarée declare=déclaré delai=délai demandee=demandée demarree=démarrée departement=département deplacee=déplacée deplace=déplacé
duree=durée ecartee=écartée echeance=échéance echec=échec efface=effacé entree=entrée envoye=envoyé envoyee=envoyée equipe=équipe
etabli=établi etat=état evenement=événement evenements=événements evaluation=évaluation examinee=examinée examine=examiné exempte=exempté expiree=expirée
finalite=finalité fusionnee=fusionnée inscrite=inscrite instruite=instruite levee=levée lue=lue maj=mis à jour metiers=métiers modalite=modalité
motif=motif notifiee=notifiée numero=numéro observations=observations operation=opération ouverte=ouverte periode=période planifie=planifié
premiere=première premier=premier prenoms=prénoms prescrite=prescrite presente=présente present=présent preuve=preuve programmee=programmée
propose=proposé proposee=proposée protection=protection qualite=qualité quotite=quotité realisee=réalisée recu=reçu recue=reçue reference=référence
referent=référent referentiel=référentiel refusee=refusée refus=refus rejoue=rejoué relancee=relancée reperee=repérée reponses=réponses repris=repris
resolue=résolue resolution=résolution resultat=résultat retire=retiré revoque=révoqué role=rôle saisi=saisi saisie=saisie separee=séparée
separation=séparation statuee=statuée suivi=suivi suspendu=suspendu systeme=système telephone=téléphone terminee=terminée traite=traité traitee=traitée
validee=validée attestee=attestée pluridisciplinaire=pluridisciplinaire conforme=conforme preconisation=préconisation preferences=préférences conditions=conditions
legitime=légitime civilite=civilité ouverture=ouverture a=à identite=identité sante=santé numerique=numérique juridique=juridique
deja=déjà ecarte=écarté etape=étape etapes=étapes depose=déposé deposee=déposée recours=recours donnee=donnée donnees=données emploi=emploi regle=règle
insertion=insertion solidarites=solidarités orientee=orientée orientation=orientation reorientation=réorientation reouverture=réouverture engagement=engagement
honore=honoré excuse=excusé absence=absence presence=présence absent=absent delegataire=délégataire mixte=mixte individuel=individuel equilibre=équilibre
remobilisation=remobilisation reprise=reprise legal=légal legale=légale mise=mise apprentissage=apprentissage determinee=déterminée indeterminee=indéterminée
termine=terminé termines=terminés ecoulee=écoulée echeances=échéances etude=étude celibataire=célibataire marie=marié veuf=veuf
rejete=rejeté abandonne=abandonné ignore=ignoré confirme=confirmé envoyer=envoyer accompagnement=accompagnement pret=prêt prete=prête
transferee=transférée transfert=transfert declaration=déclaration region=région commune=commune francais=français francaise=française anterieur=antérieur prevu=prévu prevue=prévue intensite=intensité capacite=capacité entrees=entrées repere=repéré reperees=repérées evenementiel=événementiel benevolat=bénévolat demarche=démarche deces=décès demenagement=déménagement creation=création independant=indépendant interim=intérim aide=aidé difference=différence refuse=refusé signe=signé identifie=identifié radie=radié cesse=cessé psychologue=psychologue remplacant=remplaçant acces=accès portabilite=portabilité limitation=limitation effacement=effacement prolongee=prolongée abandonnee=abandonnée aboutie=aboutie etudes=études non_eligible=éligible eligible=éligible interesse=intéressé complete=complète beneficiaire=bénéficiaire peripheriques=périphériques capacites=capacités lieux=lieux deplacements=déplacements justifiee=justifiée convoquee=convoquée insuffisant=insuffisant simultane=simultané administratif=administratif securite=sécurité annulees=annulées legaux=légaux preferes=préférés competences=compétences`;

const ACCENTUES = new Map(ACCENTS.split(/\s+/).map((paire) => paire.split("=") as [string, string]));

const mots = (nom: string): string =>
  nom
    .split(/_+/)
    .map((mot) => ACCENTUES.get(mot) ?? mot)
    .join(" ");

/** The name of a column, or of a key of a document kept as JSON, for someone who knows no computing. */
export function libelleDe(colonne: string): string {
  const phrase = PHRASES[colonne];
  if (phrase !== undefined) return phrase;
  return mots(colonne.replace(/[A-Z]/g, (lettre) => `_${lettre.toLowerCase()}`));
}

const CODE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Z]{4,}$/;

/** A code of the hub in words: « OUVERT_VERSABLE » is « ouvert versable ». Another text is given as it is. */
export const enMots = (texte: string): string => CODES[texte] ?? (CODE.test(texte) ? mots(texte.toLowerCase()) : texte);

const NOMS = /^(nom|noms|prenoms?|nom_usage|nomUsage)$/;
const LIEUX = /^(adresse|commune|communeNom|commune_nom|lieuNaissance|lieu_naissance|lieu)$/;
const PETITS = /^(de|du|des|la|le|les|et|sur|sous|en|aux?|lès)$/;

/** A name or a place in its usual form, when the source wrote it in capitals. */
export function enMinuscules(texte: string, petits: boolean): string {
  if (texte !== texte.toUpperCase()) return texte;
  return texte
    .toLowerCase()
    .replace(/\p{L}+/gu, (mot, place: number) =>
      petits && place > 0 && PETITS.test(mot) ? mot : mot.charAt(0).toUpperCase() + mot.slice(1),
    )
    .replace(/\b([dl])([’'])/giu, (_, lettre: string, signe: string) => `${petits ? lettre.toLowerCase() : lettre}${signe}`);
}

const JOUR = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
const PARIS = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Paris" });
const EUROS = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
const CENTIMES = /centimes$/i;
/** Names of settings of the hub, in a sentence of its log. */
const REGLAGE = /\s*\([A-Z]+(?:_[A-Z]+)+\)/g;

/** One value as a person reads it: dates in French and in Paris, yes or no, euros, codes in words, names in their usual form.
 * @param cles keys that hold it, the nearest last: the same code means another thing elsewhere. */
export function valeurEnMots(valeur: unknown, ...cles: readonly string[]): string {
  if (valeur === true) return "oui";
  if (valeur === false) return "non";
  const cle = cles.at(-1) ?? "";
  if (typeof valeur === "number") return CENTIMES.test(cle) ? EUROS.format(valeur / 100) : valeur.toLocaleString("fr-FR");
  const texte = String(valeur);
  const mot = CODES_DE[cheminDe(cles)]?.[texte] ?? CODES_DE[cle]?.[texte];
  if (mot !== undefined) return mot;
  if (cle === "pays") return "autre pays que la France";
  if (NOMS.test(cle)) return enMinuscules(texte, false);
  if (LIEUX.test(cle)) return enMinuscules(texte, true);
  const jour = JOUR.exec(texte);
  if (jour) return `${jour[3]}/${jour[2]}/${jour[1]}`;
  if (INSTANT.test(texte) && !Number.isNaN(Date.parse(texte))) return PARIS.format(new Date(texte));
  return enMots(texte).replace(REGLAGE, "");
}

/** `situationFamille`, `code`: situationFamilleCode. */
const cheminDe = (cles: readonly string[]): string =>
  cles.length < 2 ? "" : `${cles.at(-2)}${cles.at(-1)!.charAt(0).toUpperCase()}${cles.at(-1)!.slice(1)}`;

/** « 1 ligne », « 2 lignes ». */
export const compte = (nombre: number, mot: string): string => `${nombre.toLocaleString("fr-FR")} ${mot}${nombre >= 2 ? "s" : ""}`;
