import { type EcartListe, listerEcarts } from "../subgraphs/allocataires/caf/ecarts.repository";
import { asOwner } from "../subgraphs/shared/owner";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { departementOption } from "./departement-option";
import { inscrire } from "./operateur";
import { personnesDesDossiers } from "./personnes-montrees.repository";

interface Options {
  flux?: string;
  departement?: string;
  csv: boolean;
  json: boolean;
}

/** What a monthly file and the days before it do not say alike. */
const KINDS: Record<string, string> = {
  MENSUEL_SEUL: "dans le mensuel, jamais annoncé par les quotidiens",
  QUOTIDIEN_SEUL: "ouvert d’après les quotidiens, absent du mensuel",
  DIFFERENT: "dit autrement par les quotidiens",
};

export const commandeEcarts: AddCommand = (program, settings) => {
  program
    .command("ecarts")
    .description("montre où le dernier flux mensuel de chaque organisme payeur et les quotidiens ne disent pas la même chose")
    .option("--flux <id ou fichier>", "les écarts d’un flux mensuel donné")
    .option("--departement <code>", "d’un seul département", departementOption)
    .option("--csv", "une ligne par dossier, séparées par des points-virgules", false)
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: Options) => withDatabase(settings(), async (context) => write(await read(context, o), o)));
};

/** The people of the dossiers are in the register before the list is given. */
const read = ({ ownerUrl, operateur, now }: CommandContext, { flux, departement }: Options): Promise<EcartListe[]> =>
  asOwner(ownerUrl, async (client) => {
    const ecarts = await listerEcarts(client, flux ?? null, departement ?? null);
    const allocataires = await personnesDesDossiers(client, ecarts);
    await inscrire(client, operateur, {
      nature: "LECTURE",
      allocataires,
      champs: ["EcartFlux.champs", "EcartFlux.numeroDemande"],
      le: now(),
    });
    return ecarts;
  });

function write(gaps: EcartListe[], { csv, json }: Options): void {
  if (json) process.stdout.write(`${JSON.stringify(gaps, null, 2)}\n`);
  else if (csv) process.stdout.write(`${["departement;organisme;fichier;le;numeroDemande;nature;champs", ...gaps.map(line)].join("\n")}\n`);
  else if (gaps.length === 0) process.stdout.write("Aucun écart.\n");
  else {
    for (const gap of gaps) {
      const fields = gap.champs.length === 0 ? "" : ` (${gap.champs.join(", ")})`;
      process.stdout.write(`${gap.departement}  ${gap.organisme}  ${gap.numeroDemande}  ${gap.nature} : ${KINDS[gap.nature]}${fields}\n`);
    }
    process.stdout.write(`${gaps.length} écart(s). Rien n’est clos ni ajouté pour autant : voyez avec l’organisme payeur.\n`);
  }
}

const line = (gap: EcartListe): string =>
  [gap.departement, gap.organisme, gap.fichier, gap.le, gap.numeroDemande, gap.nature, gap.champs.join(",")].join(";");
