import { createHmac } from "node:crypto";
import { creerDestinataire } from "../../subgraphs/echanges/livraison/destinataire.client";
import { INSERTION, SECRETS, SOLIDARITES, signe } from "../rendez-vous/messages";
import { creation, database, envoyer, lire, now, preparer, recepteur } from "../rendez-vous/recepteur";
import { PEOPLE } from "../setup/fixtures";
import { attaque } from "./attaque";

attaque("S22", (mesurer) => {
  describe("entrants", () => {
    preparer();
    const corps = Buffer.from(JSON.stringify(creation));
    const rien = async () =>
      (await lire("select (select count(*) from rendez_vous.message_entrant) + (select count(*) from rendez_vous.rejet) as n"))[0].n;
    const b64 = (valeur: object) => Buffer.from(JSON.stringify(valeur)).toString("base64url");
    const jwt = (secondes: number) => {
      const { id, address, starts_at } = creation.data;
      const contenu = `${b64({ alg: "HS256", typ: "JWT" })}.${b64({ id, address, starts_at, exp: now.getTime() / 1000 + secondes })}`;
      return `Bearer ${contenu}.${createHmac("sha256", SECRETS.rdvInsertion).update(contenu).digest("base64url")}`;
    };

    it("mille fausses signatures : 401 à chacune, rien n’est gardé, et le message honnête qui suit est pris", async () => {
      const depart = performance.now();
      for (let n = 0; n < 1_000; n++) {
        const fausse = createHmac("sha256", `devine-${n}`).update(corps).digest("hex");
        expect((await recepteur.recevoir(SOLIDARITES, { "x-lapin-signature": fausse }, corps)).statut).toBe(401);
      }
      mesurer("temps de refus d’une fausse signature", Math.round(performance.now() - depart) / 1_000, "ms");
      expect(await rien()).toBe(0);
      expect(await envoyer(SOLIDARITES, creation)).toMatchObject({ statut: 202 });
    });

    it("le même message rejoué cent fois n’est appliqué qu’une", async () => {
      const { entetes, corps: texte } = signe(SOLIDARITES, creation);
      for (let n = 0; n < 100; n++) await recepteur.recevoir(SOLIDARITES, entetes, Buffer.from(texte));
      expect(await lire("select allocataire from rendez_vous.participation")).toEqual([{ allocataire: PEOPLE.amina }]);
      expect(await lire("select receptions from rendez_vous.message_entrant")).toEqual([{ receptions: 100 }]);
      expect(
        (await database.owner.query("select count(*)::int as n from journal.evenement where type = 'RendezVousPlanifie'")).rows[0].n,
      ).toBeLessThanOrEqual(2);
    });

    it("un jeton signé mais périmé, ou fait pour durer, est refusé ; dans ses dix minutes, il passe", async () => {
      for (const secondes of [-31, 700, 86_400])
        expect((await recepteur.recevoir(INSERTION, { authorization: jwt(secondes) }, corps)).statut).toBe(401);
      expect(await rien()).toBe(0);
      expect((await recepteur.recevoir(INSERTION, { authorization: jwt(300) }, corps)).statut).toBe(202);
    });
  });

  describe("sortants", () => {
    const CIBLES = [
      "https://127.0.0.1/",
      "https://127.1/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://0177.0.0.1/",
      "https://[::1]/",
      "https://[::]/",
      "https://[::ffff:10.0.0.1]/",
      "https://[::ffff:a9fe:a9fe]/",
      "https://[64:ff9b::7f00:1]/",
      "https://[2002:7f00:1::]/",
      "https://[fd00::1]/",
      "https://[fe80::1]/",
      "https://0.0.0.0/",
      "https://10.1.2.3/",
      "https://100.64.0.1/",
      "https://172.16.0.1/",
      "https://192.168.1.1/",
      "https://169.254.169.254/latest/meta-data",
      "https://224.0.0.1/",
      "https://255.255.255.255/",
      "https://localhost/",
      "https://hub.localhost/",
      "https://metadata.google.internal/",
      "https://utilisateur:secret@exemple.fr/",
      "https://exemple.fr:22/",
      "http://exemple.fr/",
      "file:///etc/passwd",
      "gopher://exemple.fr/",
    ];

    it("aucune adresse interne n’est jointe, ni écrite en chiffres, ni en IPv6, ni par un nom", async () => {
      const jointes: string[] = [];
      const resoudre = async (nom: string) => {
        jointes.push(nom);
        return [{ address: "10.0.0.1", family: 4 }];
      };
      const destinataire = creerDestinataire({ resoudre });
      const depart = performance.now();
      const codes = await Promise.all(CIBLES.map((url) => destinataire.poster(url, {}, "{}")));
      mesurer("cibles internes refusées", CIBLES.length, `en ${Math.round(performance.now() - depart)} ms`);
      expect(codes.filter((issue) => issue.recu || issue.code !== "ADRESSE_INTERDITE")).toEqual([]);
      destinataire.fermer();
    });

    it("un nom public qui répond une adresse interne, seule ou mêlée, ou qui change d’avis, ne mène nulle part", async () => {
      const reponses = [
        [{ address: "169.254.169.254", family: 4 }],
        [
          { address: "93.184.216.34", family: 4 },
          { address: "127.0.0.1", family: 4 },
        ],
        [{ address: "::ffff:192.168.0.1", family: 6 }],
        [{ address: "fd12::1", family: 6 }],
      ];
      for (const adresses of reponses) {
        const destinataire = creerDestinataire({ resoudre: async () => adresses });
        expect(await destinataire.poster("https://si.exemple.fr/", {}, "{}")).toMatchObject({ recu: false, code: "ADRESSE_INTERDITE" });
        destinataire.fermer();
      }
    });
  });
});
