import { randomUUID } from "node:crypto";
import { instantDe } from "./dates";
import type { AgentSimule, ContenuDiagnostic, ContrainteSimulee, DiagnosticSimule, MetierSimule, Valeur } from "./modele-diagnostic";
import { ErreurApi, erreur } from "./operation";
import { existe, NUMERIQUE, type Referentiel } from "./referentiel-diagnostic";

const refuser = (message: string): never => {
  throw new ErreurApi(erreur(400, "DONNEE_INVALIDE", message));
};

interface Saisie {
  diagnostic: DiagnosticSimule;
  agent: AgentSimule;
  maintenant: Date;
}
interface CodeEtValeur {
  code: string;
  valeur: string;
}

/** When it was explored: in the past, told by who writes. */
function exploreLe({ maintenant }: Saisie, texte: string): string {
  const lue = instantDe(texte);
  if (!lue) return refuser("dateExploration est illisible.");
  if (lue > maintenant) refuser("dateExploration est dans le futur.");
  return lue.toISOString();
}

function poser<V extends Valeur>(liste: V[], valeur: V): void {
  const rang = liste.findIndex((v) => v.code === valeur.code);
  if (rang < 0) liste.push(valeur);
  else liste[rang] = valeur;
}

function poserValeurs(saisie: Saisie, nom: "situations" | "objectifs", recues: CodeEtValeur[] | undefined, dateExploration: string): void {
  for (const { code, valeur } of recues ?? []) {
    connu(nom, code);
    poser(saisie.diagnostic[nom], { code, valeur, agent: saisie.agent, dateExploration });
  }
}

function connu(liste: keyof Referentiel, code: string): void {
  if (!existe(liste, code)) refuser(`Le code ${code} n’est pas dans la liste ${liste} du référentiel.`);
}

/** Contraintes, situations and objectives. Only one contrainte has the priority: the last that was given takes it. */
export function enregistrerContraintes(saisie: Saisie, corps: Record<string, any>): void {
  const { diagnostic, agent } = saisie;
  const dateExploration = exploreLe(saisie, corps.dateExploration);
  const recues: ContrainteSimulee[] = (corps.contraintesAEnregistrer ?? []).map((c: any) => ({
    code: c.code,
    valeur: c.valeur ?? "NON_ABORDEE",
    impact: c.impact,
    estPrioritaire: c.estPrioritaire ?? false,
    agent,
    dateExploration,
  }));
  if (recues.filter((c) => c.estPrioritaire).length > 1) refuser("Une seule contrainte peut être prioritaire.");
  if (corps.declareSansContrainteAEnregistrer && recues.some((c) => c.valeur === "OUI"))
    refuser("L’usager ne peut pas être déclaré sans contrainte et en avoir une.");
  for (const c of recues) connu("contraintes", c.code);
  if (recues.some((c) => c.estPrioritaire)) sansPriorite(diagnostic);
  for (const c of recues) {
    if (c.code === NUMERIQUE) diagnostic.autonomieNumerique = c;
    else poser(diagnostic.contraintes, c);
  }
  poserValeurs(saisie, "situations", corps.situationsAEnregistrer, dateExploration);
  poserValeurs(saisie, "objectifs", corps.objectifsAEnregistrer, dateExploration);
  if (corps.declareSansContrainteAEnregistrer !== undefined)
    diagnostic.sansContrainte = { flag: corps.declareSansContrainteAEnregistrer, date: dateExploration };
  else if (recues.some((c) => c.valeur === "OUI")) diagnostic.sansContrainte = null;
}

function sansPriorite(diagnostic: DiagnosticSimule): void {
  for (const c of diagnostic.contraintes) c.estPrioritaire = false;
  if (diagnostic.autonomieNumerique) diagnostic.autonomieNumerique.estPrioritaire = false;
}

export function enregistrerAutonomie(saisie: Saisie, corps: Record<string, any>): void {
  const { diagnostic, agent } = saisie;
  const dateExploration = exploreLe(saisie, corps.dateExploration);
  const c = corps.contrainteAEnregistrer;
  if (c && c.code !== undefined && c.code !== NUMERIQUE) refuser(`L’autonomie numérique porte la contrainte ${NUMERIQUE}.`);
  if (c?.estPrioritaire) sansPriorite(diagnostic);
  if (c)
    diagnostic.autonomieNumerique = {
      code: NUMERIQUE,
      valeur: c.valeur ?? "NON_ABORDEE",
      impact: c.impact,
      estPrioritaire: c.estPrioritaire ?? false,
      agent,
      dateExploration,
    };
  if (corps.besoinAEnregistrer) {
    connu("besoins", corps.besoinAEnregistrer.code);
    diagnostic.besoinNumerique = { ...corps.besoinAEnregistrer, agent, dateExploration };
  }
  poserValeurs(saisie, "situations", corps.situationsAEnregistrer, dateExploration);
  poserValeurs(saisie, "objectifs", corps.objectifsAEnregistrer, dateExploration);
}

/** A métier that she looks for: what the API calls a diagnostic. */
export function enregistrerMetier(saisie: Saisie, corps: Record<string, any>, id?: string): string {
  const { diagnostic, agent, maintenant } = saisie;
  const { codeRome, codeAppellation, codeTypologie, codeSousTypologie, idMetierChiffre, nomMetier } = corps;
  const choix = { codeRome, codeAppellation, codeTypologie, codeSousTypologie, idMetierChiffre, nomMetier };
  const datage = { agent, dateMiseAJour: maintenant.toISOString() };
  if (id !== undefined) {
    Object.assign(metier(diagnostic, id), choix, datage);
    return id;
  }
  const nouveau: MetierSimule = {
    idDiagnostic: randomUUID(),
    ...choix,
    estPrioritaire: diagnostic.metiers.length === 0,
    estCreationPartenaire: agent.type === "PARTENAIRE",
    statut: "EN_COURS",
    ...datage,
    besoins: [],
  };
  diagnostic.metiers.push(nouveau);
  return nouveau.idDiagnostic;
}

export function metier(diagnostic: DiagnosticSimule, id: string): MetierSimule {
  const trouve = diagnostic.metiers.find((m) => m.idDiagnostic === id && m.statut === "EN_COURS");
  if (!trouve) throw new ErreurApi(erreur(404, "DIAGNOSTIC_INCONNU", "Diagnostic inconnu pour cet usager."));
  return trouve;
}

export function prioriser(diagnostic: DiagnosticSimule, id: string): void {
  const choisi = metier(diagnostic, id);
  for (const m of diagnostic.metiers) m.estPrioritaire = m === choisi;
}

export function enregistrerBesoins(saisie: Saisie, corps: Record<string, any>): void {
  const dateExploration = exploreLe(saisie, corps.dateExploration);
  const cible = metier(saisie.diagnostic, corps.idDiagnostic);
  for (const { code, valeur } of corps.besoinAEnregistrer as CodeEtValeur[]) {
    connu("besoins", code);
    poser(cible.besoins, { code, valeur, agent: saisie.agent, dateExploration });
  }
}

export function enregistrerPouvoirAgir(saisie: Saisie, corps: Record<string, any>): void {
  const { confiance, accompagnement } = corps;
  saisie.diagnostic.pouvoirAgir = { confiance, accompagnement, agent: saisie.agent, dateExploration: saisie.maintenant.toISOString() };
}

/** Keeps the state after a writing: what `historisation` reads. */
export function historiser({ diagnostic, agent, maintenant }: Saisie): void {
  const { versions: _versions, ...contenu } = diagnostic;
  diagnostic.versions.push({ agent, dateExploration: maintenant.toISOString(), contenu: structuredClone(contenu) as ContenuDiagnostic });
}
