import { createHmac } from "node:crypto";
import {
  enfants,
  fichiersCaf,
  foyersDe,
  type LigneDecision,
  lireLignes,
  lireXml,
  nettoyer,
  roleDe,
  SECRETS,
  simulerDansUnDossier,
  valeur,
} from "./lire-simulation";

interface Ligne {
  systeme: "RENDEZ_VOUS_INSERTION" | "RENDEZ_VOUS_SOLIDARITES";
  entetes: Record<string, string>;
  corps: string;
}
interface Rdv {
  id: number;
  rdv_solidarites_rdv_id?: number;
  starts_at: string;
  collectif: boolean;
  agents?: { id: number }[];
  max_participants_count?: number;
  organisation: { name: string };
  motif: { name: string; motif_category: { short_name: string } };
  participations: {
    status: string;
    convocable?: boolean;
    user: { id: number; affiliation_number: string; birth_date: string; birth_name: string };
  }[];
}

let lignes: Ligne[];
let disponibilites: { modele: string; evenement: string; horodatage: string; data: any }[];
let messages: { systeme: string; rdv: Rdv; evenement: string; horodatage: string }[];
let dossier: string;
const nomsDesOrganismes = new Set<string>();

beforeAll(async () => {
  ({ dossier } = await simulerDansUnDossier({ foyers: 1500 }));
  lignes = lireLignes<Ligne>(dossier, "webhooks.jsonl");
  const lus = lignes.map(({ systeme, corps }) => {
    const { data, meta } = JSON.parse(corps);
    return { systeme, data, modele: meta.model as string, evenement: meta.event as string, horodatage: meta.timestamp as string };
  });
  disponibilites = lus.filter((m) => m.modele !== "Rdv");
  messages = lus.filter((m) => m.modele === "Rdv").map(({ data, ...m }) => ({ ...m, rdv: data }));
  for (const { rdv } of messages) nomsDesOrganismes.add(rdv.organisation.name);
});
afterAll(nettoyer);

const parRdv = () => Map.groupBy(messages, (m) => `${m.systeme} ${m.rdv.id}`);

describe("webhooks.jsonl", () => {
  it("chaque corps est signé comme par son système", () => {
    for (const { systeme, entetes, corps } of lignes) {
      const solidarites = systeme === "RENDEZ_VOUS_SOLIDARITES";
      const secret = solidarites ? SECRETS.rdvSolidarites : SECRETS.rdvInsertion;
      expect(entetes[solidarites ? "X-Lapin-Signature" : "X-RDVI-SIGNATURE"]).toBe(
        createHmac("sha256", secret).update(corps).digest("hex"),
      );
    }
    expect(new Set(lignes.map((l) => l.systeme)).size).toBe(2);
  });

  it("est dans l’ordre, avant la fin ; les messages d’un rendez-vous se suivent strictement et commencent par sa création", () => {
    const instants = lignes.map((l) => Date.parse(JSON.parse(l.corps).meta.timestamp));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(messages.at(-1)!.horodatage < "2026-06-30").toBe(true);
    for (const suite of parRdv().values()) {
      expect(suite.map((m) => m.evenement)).toEqual(suite.map((_, i) => (i === 0 ? "created" : "updated")));
      for (let i = 1; i < suite.length; i++) expect(Date.parse(suite[i]!.horodatage)).toBeGreaterThan(Date.parse(suite[i - 1]!.horodatage));
    }
  });

  it("une présence ou une absence arrive après le rendez-vous, une annulation avant sa fin", () => {
    const vus = new Set<string>();
    for (const { rdv, horodatage } of messages) {
      for (const { status } of rdv.participations) {
        vus.add(status);
        if (status === "seen" || status === "noshow") expect(Date.parse(horodatage)).toBeGreaterThan(Date.parse(rdv.starts_at));
      }
    }
    expect([...vus].sort()).toEqual(["excused", "noshow", "revoked", "seen", "unknown"]);
  });

  it("désigne des personnes des fichiers CAF par matricule, date et nom de naissance", () => {
    const connues = new Set<string>();
    for (const foyer of fichiersCaf(dossier).flatMap((nom) => foyersDe(lireXml(dossier, nom)))) {
      const matricule = valeur(foyer, "IdentificationRSA/Organisme/MATRICULE")!.slice(0, 7);
      for (const p of enfants(foyer, "Personne").filter((x) => roleDe(x) !== "ENF"))
        connues.add(`${matricule} ${valeur(p, "Identification/DTNAI")} ${valeur(p, "Identification/NOMNAI")}`);
    }
    for (const { user } of messages.flatMap((m) => m.rdv.participations))
      expect(connues.has(`${user.affiliation_number} ${user.birth_date} ${user.birth_name.toUpperCase()}`)).toBe(true);
  });

  it("réunit de 1 à 40 personnes en collectif, dans une capacité de 20 à 40", () => {
    const collectifs = messages.filter((m) => m.rdv.collectif);
    expect(collectifs.length).toBeGreaterThan(50);
    for (const { rdv } of collectifs) {
      expect(rdv.max_participants_count).toBeGreaterThanOrEqual(20);
      expect(rdv.max_participants_count).toBeLessThanOrEqual(40);
      expect(rdv.participations.length).toBeLessThanOrEqual(rdv.max_participants_count!);
    }
    expect(messages.filter((m) => !m.rdv.collectif).every((m) => m.rdv.participations.length === 1)).toBe(true);
  });

  it("convoque de nouveau après une absence, prévoit le premier accompagnement après l’orientation, et laisse des rendez-vous à venir", () => {
    const familles = new Set(messages.map((m) => m.rdv.motif.motif_category.short_name));
    expect([...familles].sort()).toEqual(["rsa_orientation", "rsa_premier_rdv_daccompagnement"]);
    const orientees = lireLignes<LigneDecision>(dossier, "decisions.jsonl").filter((d) => d.mutation === "deciderOrientation");
    expect(messages.some((m) => m.rdv.starts_at > "2026-07-01")).toBe(true);
    const premiers = messages.filter(
      (m) => m.evenement === "created" && m.rdv.motif.motif_category.short_name === "rsa_premier_rdv_daccompagnement",
    );
    expect(premiers.length).toBeGreaterThan(orientees.length * 0.3);
    const derniers = [...parRdv().values()]
      .map((suite) => suite.at(-1)!)
      .filter((m) => m.systeme === "RENDEZ_VOUS_INSERTION" && m.rdv.motif.motif_category.short_name === "rsa_orientation");
    const parPersonne = Map.groupBy(
      derniers.flatMap((m) => m.rdv.participations.map((p) => ({ ...p, debut: m.rdv.starts_at }))),
      (p) => p.user.id,
    );
    const secondes = [...parPersonne.values()]
      .map((liste) => liste.sort((a, b) => a.debut.localeCompare(b.debut)))
      .filter((liste) => liste.length > 1);
    expect(secondes.length).toBeGreaterThan(50);
    for (const liste of secondes) expect(liste[0]!.status).not.toBe("seen");
  });

  it("quelques rendez-vous sont dits par les deux systèmes, sous le même identifiant", () => {
    const solidarites = new Set(messages.filter((m) => m.systeme === "RENDEZ_VOUS_SOLIDARITES").map((m) => m.rdv.id));
    const doubles = messages.filter((m) => m.rdv.rdv_solidarites_rdv_id !== undefined && solidarites.has(m.rdv.rdv_solidarites_rdv_id));
    expect(doubles.length).toBeGreaterThan(0);
  });

  it("donne les plages d’ouverture et les absences des agents de ceux qui tiennent leur agenda dans RDV-Solidarités", () => {
    const dits = Map.groupBy(disponibilites, (m) => `${m.modele} ${m.data.id}`);
    const suites = [...dits.values()].map((suite) => [suite[0]!.modele, ...suite.map((m) => m.evenement)].join(" "));
    expect(new Set(suites)).toEqual(new Set(["PlageOuverture created updated", "Absence created updated", "Absence created destroyed"]));
    const agents = new Set(disponibilites.filter((m) => m.modele === "PlageOuverture").map((m) => m.data.agent.id));
    expect(disponibilites.every((m) => agents.has(m.data.agent.id))).toBe(true);
    const nommes = messages.flatMap((m) => (m.rdv.agents ?? []).map((a) => a.id));
    expect(nommes.length).toBeGreaterThan(50);
    expect(nommes.every((id) => agents.has(id))).toBe(true);
    expect(JSON.stringify(disponibilites)).not.toMatch(/last_name|email/);
  });
});
