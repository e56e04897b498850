// Changes to Tasklist itself. config.js names this module, and Tasklist loads it before it starts.
define(['angular'], function (angular) {
  const BY_URGENCY = JSON.stringify([
    {sortBy: 'priority', sortOrder: 'desc'},
    {sortBy: 'dueDate', sortOrder: 'asc'}
  ]);

  angular
    .module('ticketflow', [])

    // Tasklist reads some texts only once, when it shows a page. So its pages wait until the texts are loaded.
    .run(['$route', '$translate', function ($route, $translate) {
      Object.values($route.routes).forEach(route => {
        route.resolve = Object.assign({texts: () => $translate.onReady()}, route.resolve);
      });
    }])

    // Without an order in the address Tasklist sorts by the time of creation.
    .run(['$rootScope', '$location', function ($rootScope, $location) {
      $rootScope.$on('$locationChangeStart', () => {
        if ($location.path() === '/' && !$location.search().sorting) {
          $location.search('sorting', BY_URGENCY).replace();
        }
      });
    }])

    // A number in the search field is a text like any other. Without this, Tasklist fails.
    .config(['$provide', function ($provide) {
      $provide.decorator('camWidgetSearchDirective', ['$delegate', function ($delegate) {
        const compile = $delegate[0].compile;
        $delegate[0].compile = function () {
          const link = compile.apply(this, arguments);
          return function (scope) {
            scope.types.filter(type => type.default).forEach(type => {
              type.enforceString = true;
            });
            return link.apply(this, arguments);
          };
        };
        return $delegate;
      }]);
    }])

    // A refusal says by itself what may not be done. Without this, it stands behind Tasklist's own words and a colon.
    .run(['Notifications', '$translate', function (notifications, $translate) {
      const AT_ASSIGNEES = ['CLAIM_ERROR', 'UNCLAIM_ERROR', 'ASSIGNED_ERROR', 'ASSIGNEE_RESET_ERROR'];
      const add = notifications.addError;
      notifications.addError = function (error) {
        if (error.message && AT_ASSIGNEES.some(key => error.status === $translate.instant(key))) {
          error.status = error.message;
          delete error.message;
        }
        return add.call(notifications, error);
      };
    }])

    // The style sheet leaves out the controls that would fail for this person.
    .run(['$rootScope', function ($rootScope) {
      const mark = (name, applies) => document.body.classList.toggle(name, Boolean(applies));
      $rootScope.$on('authentication.changed', (event, caller) => {
        mark('with-cockpit', caller && caller.canAccess('cockpit'));
        mark('with-admin', caller && caller.canAccess('admin'));
        if (caller) {
          fetch('/api/v1/auth/me')
            .then(answer => answer.json())
            .then(me => mark('is-requester', me.role === 'END_USER'));
        }
      });
    }]);
});
