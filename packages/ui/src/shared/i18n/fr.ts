import { frAdmin } from './fr-admin.ts';
import type { Messages } from './i18n.ts';

export const fr: Messages = {
  ...frAdmin,
  'app.skip': 'Aller au contenu',
  'nav.home': 'Accueil',
  'nav.runs': 'Exécutions',
  'nav.tasks': 'Tâches',
  'nav.errors': 'Erreurs',
  'nav.queue': 'File d’attente',
  'nav.timeline': 'Chronologie',
  'nav.events': 'Événements',
  'nav.admin': 'Administration',
  'nav.settings': 'Préférences',
  'top.search': 'Rechercher',
  'top.signOut': 'Se déconnecter',
  'signIn.title': 'Se connecter à Tradewind',
  'signIn.username': 'Nom d’utilisateur',
  'signIn.password': 'Mot de passe',
  'signIn.submit': 'Se connecter',
  'problem.title': 'Impossible de charger ceci',
  'problem.retry': 'Réessayer',
};
