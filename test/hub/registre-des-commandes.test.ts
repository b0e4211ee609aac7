import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Command } from "commander";
import { createProgram, nomDe } from "../../hub/cli";
import { operateurDe } from "../../hub/operateur";
import { suivreContratsSuspendus } from "../../subgraphs/allocataires/contrat/cloture.repository";
import { createLog } from "../../subgraphs/shared/log";
import { auNomDe } from "../../subgraphs/shared/operateur";
import { asOwner } from "../../subgraphs/shared/owner";
import { ajouterDossiers } from "../allocataires/personnes";
import { flux } from "../caf/fabriquer-flux";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";
import { DEPOT } from "./depot-departement";
import { TRACES } from "./traces-des-commandes";

const feuilles = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap((enfant) => feuilles(enfant as Command));

describe("chaque commande laisse au registre qui l’a lancée et pour qui", () => {
  let base: TestDatabase;
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-registre-"));
  const environnement = { ...process.env };
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await ajouterDossiers(base.owner);
    Object.assign(process.env, { DATABASE_URL: base.url, UNEFOIS_DATA: dossier, NIR_KEY, LOG_LEVEL: "silent" });
  });
  beforeEach(() => base.owner.query("truncate journal.consultation"));
  afterEach(() => {
    process.exitCode = undefined;
  });
  afterAll(async () => {
    process.env = environnement;
    fs.rmSync(dossier, { recursive: true, force: true });
    await base.drop();
  });

  async function lancer(...args: string[]): Promise<string> {
    let dit = "";
    const ecrire = jest.spyOn(process.stdout, "write").mockImplementation((texte) => {
      dit += texte;
      return true;
    });
    await createProgram()
      .parseAsync(args, { from: "user" })
      .finally(() => ecrire.mockRestore());
    return dit;
  }
  const lignes = async (commande: string) =>
    (
      await base.owner.query<{ nature: string; agent: string; allocataires: string[]; champs: string[]; operation_nom: string }>(
        "select nature, agent, allocataires::text[], champs, operation_nom from journal.consultation where client = $1 order by rang",
        [`cli:${commande}`],
      )
    ).rows;
  /** The rows of a command, all in the name of the account that runs it, of the natures that the table says. */
  async function vues(commande: string): Promise<string[]> {
    const ecrites = await lignes(commande);
    expect(new Set(ecrites.map(({ agent }) => agent))).toEqual(new Set([`${os.userInfo().username}@${os.hostname()}`]));
    expect(TRACES[commande]).toEqual(expect.arrayContaining(ecrites.map(({ nature }) => nature)));
    expect(ecrites.every(({ champs }) => champs.length > 0)).toBe(true);
    return [...new Set(ecrites.flatMap(({ allocataires }) => allocataires))].sort();
  }
  const ecrire = (nom: string, contenu: string): string => {
    const fichier = path.join(dossier, nom);
    fs.mkdirSync(path.dirname(fichier), { recursive: true });
    fs.writeFileSync(fichier, contenu);
    return fichier;
  };

  it("la table nomme toutes les commandes, et elles seules", () => {
    expect(feuilles(createProgram()).map(nomDe).sort()).toEqual(Object.keys(TRACES).sort());
  });

  it("rejets : la liste par le numéro qu’elle montre, l’original par tous ceux qu’il nomme", async () => {
    const { rows } = await base.owner.query<{ id: string }>(
      `insert into allocataires.rejet (departement, objet, cle, code, message, original, cree_le)
       values ('94', 'CAF_BENEFICIAIRE', '94000000001', 'NIR_INVALIDE', 'NIR illisible.', '<dossier>94000000001 DIOP Chantal née le 30/11/1975</dossier>', now()) returning id`,
    );
    await lancer("rejets");
    expect(await vues("rejets")).toEqual([PEOPLE.amina, PEOPLE.bruno]);
    await lancer("rejets", "--montrer", rows[0]!.id);
    expect(await vues("rejets")).toEqual([PEOPLE.amina, PEOPLE.bruno, PEOPLE.chantal]);
  });

  it("ecarts : les personnes des dossiers listés", async () => {
    await base.owner.query(
      `with f as (insert into allocataires.flux_caf (nom_fichier, sha256, type_flux, cree_le, date_reference, recu_le, annonces, lus, appliques, inchanges, rejetes)
         values ('m.xml', '\\x01', 'M', '2026-02-01', '2026-02-01', '2026-02-01', 1, 1, 1, 0, 0) returning id)
       insert into allocataires.ecart_flux (departement, flux, dossier, numero_demande, organisme, nature, champs, le)
       select '94', f.id, '10000000-0000-4000-8000-000000000002', '94000000002', 'MSA750', 'MENSUEL_SEUL', '{}', '2026-02-01' from f`,
    );
    expect(await lancer("ecarts")).toContain("94000000002");
    expect(await vues("ecarts")).toEqual([PEOPLE.chantal]);
  });

  it("import caf : une ligne à son nom, pas deux", async () => {
    const contenu = flux({ foyers: [{ personnes: [{ nir: "290039900100188" }] }] });
    await lancer("import", "caf", ecrire("flux.xml", contenu));
    expect(await lignes("import caf")).toHaveLength(1);
    expect(await vues("import caf")).toHaveLength(1);
  });

  it("import departement : le logiciel dit ses décisions, l’opérateur les a fait entrer", async () => {
    for (const [nom, texte] of Object.entries(DEPOT)) ecrire(`depot/${nom}`, `${texte.join("\n")}\n`);
    await lancer("import", "departement", path.join(dossier, "depot"), "--departement", "94");
    const connues = (
      await base.owner.query(
        "select distinct unnest(allocataires)::text as id from journal.consultation where client = 'fichier-departement' and nature = 'IMPORT' order by 1",
      )
    ).rows;
    expect(connues.length).toBeGreaterThan(0);
    expect(await vues("import departement")).toEqual(connues.map(({ id }) => id));
  });

  it("export departement et personne exporter : sans registre, aucun fichier", async () => {
    const sansRegistre = await empecher("client like 'cli:%'");
    for (const args of [
      ["export", "departement", path.join(dossier, "sortie"), "--departement", "94"],
      ["personne", "exporter", PEOPLE.amina, "--out", path.join(dossier, "amina")],
    ]) {
      await expect(lancer(...args)).rejects.toThrow("registre fermé");
      expect(fichiersSous(args.at(args[0] === "export" ? 2 : 4)!)).toEqual([]);
    }
    await sansRegistre();
    await lancer("export", "departement", path.join(dossier, "sortie"), "--departement", "94");
    expect(fichiersSous(path.join(dossier, "sortie"))).toContain("manifeste.json");
    expect(await vues("export departement")).toContain(PEOPLE.amina);
    await lancer("personne", "exporter", PEOPLE.amina, "--out", path.join(dossier, "amina"));
    expect(await vues("personne exporter")).toEqual([PEOPLE.amina]);
  });

  it("inscriptions, depot ecrire, depot deposer : qui est dans les fichiers ; sans registre, aucun fichier", async () => {
    const vers = path.join(dossier, "liste");
    const fermer = await empecher("client like 'cli:%' and nature = 'EXPORT'");
    await expect(lancer("inscriptions", "--vers", vers)).rejects.toThrow("registre fermé");
    expect(fichiersSous(vers)).toEqual([]);
    await fermer();
    const nom = (await base.owner.query<{ nom: string }>("select nom from echanges.depot")).rows[0]!.nom;
    const demandees = (
      await base.owner.query<{ id: string }>("select allocataire::text as id from echanges.echange where depot is not null order by 1")
    ).rows.map(({ id }) => id);
    expect(demandees.length).toBeGreaterThan(0);
    expect(await vues("inscriptions")).toEqual(demandees);
    const rouvrir = await empecher("client like 'cli:%'");
    await expect(lancer("depot", "ecrire", nom, "--vers", vers)).rejects.toThrow("registre fermé");
    process.env.DEPOT_DOSSIER = path.join(dossier, "partenaire");
    await expect(lancer("depot", "deposer")).rejects.toThrow("registre fermé");
    expect([...fichiersSous(vers), ...fichiersSous(process.env.DEPOT_DOSSIER)]).toEqual([]);
    await rouvrir();
    await lancer("depot", "ecrire", nom, "--vers", vers);
    expect(
      fichiersSous(vers)
        .map((f) => path.extname(f))
        .sort(),
    ).toEqual([".csv", ".json", ".jsonl", ".sig"]);
    expect(await vues("depot ecrire")).toEqual(demandees);
    expect(await lancer("depot", "deposer")).toContain("1 dépôt");
    expect(await vues("depot deposer")).toEqual(demandees);
  });

  it("ce qu’un événement nomme est inscrit dans sa transaction, une ligne par département ; sans registre, pas d’événement", async () => {
    const dire = () =>
      asOwner(auNomDe(base.url, operateurDe("import organismes")), (client) =>
        client.query(
          `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
           select 'InterventionTerminee', d, a, '{}', '2026-03-02T09:00:00Z' from unnest($1::text[], $2::uuid[]) x (d, a)`,
          [
            ["94", "94", "93", "94"],
            [PEOPLE.amina, PEOPLE.bruno, PEOPLE.elodie, null],
          ],
        ),
      );
    await dire();
    expect((await lignes("import organismes")).map(({ allocataires, champs, nature }) => ({ allocataires, champs, nature }))).toEqual(
      expect.arrayContaining([
        { allocataires: [PEOPLE.amina, PEOPLE.bruno], champs: ["Evenement.InterventionTerminee"], nature: "IMPORT" },
        { allocataires: [PEOPLE.elodie], champs: ["Evenement.InterventionTerminee"], nature: "IMPORT" },
      ]),
    );
    const compte = async () =>
      (await base.owner.query("select count(*)::int as n from journal.evenement where type = 'InterventionTerminee'")).rows[0].n;
    expect(await compte()).toBe(4);
    const rouvrir = await empecher("client like 'cli:%'");
    await expect(dire()).rejects.toThrow("registre fermé");
    await rouvrir();
    expect(await compte()).toBe(4);
  });

  it("le travailleur signe ce qu’il fait seul : le contrat que douze mois de suspension closent", async () => {
    await base.owner.query(
      `insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_signature, date_debut, date_fin, suspendu_le, source, collectee_le, recue_le, certifiee)
       values ('93', $1, 'CER', 'SUSPENDU', '2024-01-01', '2024-01-01', '2027-01-01', '2024-02-01', 'DEPARTEMENT', '2024-01-01', '2024-01-01', false)`,
      [PEOPLE.elodie],
    );
    const travail = suivreContratsSuspendus(base.url, createLog("silent", "test"));
    const clos = async () => (await base.owner.query("select from journal.evenement where type = 'ContratCloture'")).rowCount === 1;
    while (!(await clos())) await new Promise((suite) => setTimeout(suite, 50));
    await travail.stop();
    const { rows } = await base.owner.query("select client, agent, nature, allocataires::text[], champs from journal.consultation");
    expect(rows).toEqual([
      {
        client: "worker:contrats-suspendus",
        agent: null,
        nature: "ECRITURE",
        allocataires: [PEOPLE.elodie],
        champs: ["Evenement.ContratCloture"],
      },
    ]);
  });

  it("purger : qui est effacé", async () => {
    await base.owner.query("update allocataires.conservation set mois = 1 where objet = 'PERSONNE'");
    await lancer("purger", "--departement", "94");
    expect(await vues("purger")).toContain(PEOPLE.driss);
  });

  /** The register refuses some rows; the function gives it back. */
  async function empecher(condition: string): Promise<() => Promise<unknown>> {
    await base.owner.query(
      `create or replace function journal.fermer() returns trigger language plpgsql as $$ begin raise exception 'registre fermé'; end $$;
       create trigger ferme before insert on journal.consultation for each row when (new.${condition.replaceAll(" and ", " and new.")}) execute function journal.fermer()`,
    );
    return () => base.owner.query("drop trigger ferme on journal.consultation");
  }
});

const fichiersSous = (racine: string): string[] =>
  fs.existsSync(racine)
    ? fs
        .readdirSync(racine, { recursive: true, withFileTypes: true, encoding: "utf8" })
        .filter((f) => f.isFile())
        .map((f) => f.name)
    : [];
