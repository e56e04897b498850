export default {
  app: {
    name: 'Cockpit',
    vendor: 'Ticketflow'
  },
  customScripts: ['../welcome/scripts/signed-out']
};
