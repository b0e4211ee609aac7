import fs from "node:fs";
import path from "node:path";
import { TYPES_IDENTIFIANT } from "../subgraphs/allocataires/vocabulaire";
import { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import type { Caller } from "../subgraphs/shared/identity";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import type { Operateur } from "../subgraphs/shared/operateur";
import { asOwner } from "../subgraphs/shared/owner";
import { type AddCommand, withDatabase } from "./command";
import { departementOption } from "./departement-option";
import { ecrireExport } from "./personne/ecrire-export";
import { exporterPersonne } from "./personne/exporter-personne";
import { type Designation, personneDesignee } from "./personne/lire-personne.repository";
import { Sentence } from "./sentence";

interface ExportOptions {
  identifiant?: string;
  departement?: string;
  out: string;
  json: boolean;
}

export const commandePersonne: AddCommand = (program, settings) => {
  const personne = program.command("personne").description("répond à une personne qui exerce ses droits sur ses données (RGPD)");
  personne
    .command("exporter")
    .argument("[id]", "identifiant de la personne dans le hub")
    .description(
      "écrit tout ce que le hub garde sur une personne : donnees.json, et document.html à lire ou à imprimer (RGPD, articles 15 et 20)",
    )
    .option("--identifiant <TYPE=valeur>", `un de ses numéros au lieu de l’identifiant : ${TYPES_IDENTIFIANT.join(", ")}`)
    .option("--departement <code>", "département, si le numéro est connu de plusieurs", departementOption)
    .requiredOption("--out <dossier>", "dossier à créer ; rien de ce qui y est déjà n’est remplacé")
    .option("--json", "dit à un programme ce qui a été écrit", false)
    .action((id: string | undefined, o: ExportOptions) => {
      const qui = designation(id, o.identifiant);
      const occupe = ["donnees.json", "document.html", "EMPREINTES"].find((nom) => fs.existsSync(path.join(o.out, nom)));
      if (occupe) throw new Sentence(`${path.join(o.out, occupe)} existe déjà : choisissez un autre dossier.`);
      return withDatabase(settings(), ({ ownerUrl, operateur, secrets, now }) =>
        exporter({
          ownerUrl,
          operateur,
          cipher: new NirCipher(secrets.nirKey),
          qui,
          o,
          le: now(),
          clients: RegistreClients.open(settings().clientsFile ?? null),
        }),
      );
    });
};

interface Demande {
  ownerUrl: string;
  operateur: Operateur;
  cipher: NirCipher;
  qui: Designation;
  o: ExportOptions;
  le: Date;
  clients: RegistreClients;
}

async function exporter({ ownerUrl, operateur, cipher, qui, o, le, clients }: Demande): Promise<void> {
  const lu = await asOwner(
    ownerUrl,
    async (client) => {
      const personne = await personneDesignee(client, cipher, qui, o.departement ?? null);
      if (personne === null)
        throw new Sentence(
          "Aucune personne, ou plusieurs, ne répondent à cette désignation : donnez l’identifiant du hub, ou --departement.",
        );
      return exporterPersonne(client, cipher, {
        personne,
        caller: appelant(operateur, personne.departement),
        nirEnClair: true,
        le,
        clients,
      });
    },
    "unefois-personne",
  );
  const { fichiers, empreintes } = await ecrireExport(o.out, lu);
  const lignes = lu.export.rubriques.flatMap(({ tables }) => tables).reduce((total, { lignes: l }) => total + l.length, 0);
  if (o.json) process.stdout.write(`${JSON.stringify({ fichiers, empreintes, lignes })}\n`);
  else
    process.stdout.write(
      `${lignes} enregistrement(s) écrits dans ${o.out}. La lecture est inscrite au registre de la personne.\ndonnees.json   ${empreintes.json}\ndocument.html  ${empreintes.html}\nRemettez ces fichiers à la personne seule, puis effacez-les.\n`,
    );
}

function designation(id: string | undefined, identifiant: string | undefined): Designation {
  if ((id === undefined) === (identifiant === undefined))
    throw new Sentence("Donnez l’identifiant de la personne, ou --identifiant TYPE=valeur : l’un des deux.", 2);
  if (id !== undefined) return { id };
  const [, type, valeur] = /^([A-Z_]+)=(.+)$/.exec(identifiant!) ?? [];
  if (!type || !valeur || !(TYPES_IDENTIFIANT as readonly string[]).includes(type))
    throw new Sentence(`--identifiant attend TYPE=valeur, où TYPE est l’un de ${TYPES_IDENTIFIANT.join(", ")}.`, 2);
  return { type, valeur };
}

/** Who runs a command, as the register says it: the account and the machine, for the exercise of rights. */
const appelant = ({ client, agent }: Operateur, departement: string): Caller => ({
  client,
  departement,
  organisme: null,
  agent,
  scopes: new Set(),
  finalite: "EXERCICE_DES_DROITS",
});
